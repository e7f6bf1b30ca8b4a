package io.partywall.jobs;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** Fills the slots: admits jobs into the line now and then, and claims as many as there is room for. */
final class Claimer {

    private static final Duration BETWEEN_ADMISSIONS = Duration.ofMillis(10);

    private final DataSource platform;
    private final Admission admission;
    private final Claims claims;
    private final Slots slots;
    private final Wake wake;
    private final Duration poll;
    private long admitAt = System.nanoTime();

    Claimer(DataSource platform, Admission admission, Claims claims, Slots slots, Wake wake, Duration poll) {
        this.platform = platform;
        this.admission = admission;
        this.claims = claims;
        this.slots = slots;
        this.wake = wake;
        this.poll = poll;
    }

    /** One claim, or a wait for a slot or for jobs. For one thread. */
    void step() throws SQLException, InterruptedException {
        int wanted = slots.wanted();
        int room = wanted - slots.present();
        // A claim of a few jobs costs as much as one of many: where jobs are short, half of the room is waited for.
        if (room <= 0 || room < Math.min(wanted / 2, wanted - slots.count())) {
            wake.await(poll);
            return;
        }
        if (wake.takeNews()) {
            admitAt = System.nanoTime();
        }
        boolean admits = System.nanoTime() - admitAt >= 0;
        int found = 0;
        try (Connection connection = platform.getConnection()) {
            if (admits) {
                found = admit(connection, wanted);
            }
            found += take(connection, room);
        }
        if (found == 0) {
            wake.await(admits ? poll : Duration.ofNanos(admitAt - System.nanoTime()));
        } else if (found < room) {
            // The line has run dry before its time: what is behind may move up.
            admitAt = System.nanoTime();
        }
    }

    /** How many jobs came into the line. */
    private int admit(Connection connection, int wanted) throws SQLException {
        long begin = System.nanoTime();
        Admission.Admitted admitted = admission.admit(connection, 2 * wanted);
        if (admitted.shares() > 0) {
            admitted = admission.admit(connection, 2 * wanted);
        }
        long end = System.nanoTime();
        // A quarter of the time at most, however many tenants there are to be looked at.
        admitAt = end + Math.max(BETWEEN_ADMISSIONS.toNanos(), 3 * (end - begin));
        return admitted.jobs();
    }

    private int take(Connection connection, int room) throws SQLException {
        long claimedAt = System.nanoTime();
        List<Claim> claimed = claims.claim(connection, room);
        slots.take(claimed, claimedAt);
        return claimed.size();
    }
}
