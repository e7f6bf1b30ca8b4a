package io.partywall.jobs;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/**
 * Fills the slots. A worker that is alone takes jobs as it admits them. One that has company, or for whom there are many tenants
 * to look at, admits more than it takes, and claims from the line most of the time.
 */
final class Claimer {

    /** For how long another worker is expected to be there, once one was met. */
    private static final long COMPANY_NANOS = Duration.ofSeconds(1).toNanos();

    /** An admission that takes longer had many tenants to look at: it is not done for every claim. */
    private static final long QUICK_NANOS = Duration.ofMillis(10).toNanos();

    private static final long NANOS_OF_A_JOB = 100_000;

    private static final Duration MOMENT = Duration.ofMillis(2);

    private final DataSource platform;
    private final Admission admission;
    private final Claims claims;
    private final Slots slots;
    private final Settler settler;
    private final Wake wake;
    private final Duration poll;
    private long admitAt = System.nanoTime();
    private long companyUntil = admitAt;
    private boolean costly;
    /** Whether the last admission found anything. */
    private boolean yielded;
    /** Whether another worker was admitting when this one last wanted to. */
    private boolean turnIsTaken;
    /** Whether there may be jobs in line. */
    private boolean lineWaits = true;

    Claimer(
            DataSource platform,
            Admission admission,
            Claims claims,
            Slots slots,
            Settler settler,
            Wake wake,
            Duration poll) {
        this.platform = platform;
        this.admission = admission;
        this.claims = claims;
        this.slots = slots;
        this.settler = settler;
        this.wake = wake;
        this.poll = poll;
    }

    /** One round, or a wait for a slot or for jobs. For one thread. */
    void step() throws SQLException, InterruptedException {
        int wanted = slots.wanted();
        int room = wanted - slots.present();
        // A claim of a few jobs costs as much as one of many: where jobs are short, half of the room is waited for.
        if (settler.isBehind() || room <= 0 || room < Math.min(wanted / 2, wanted - slots.count())) {
            wake.await(poll);
            return;
        }
        boolean mayAdmit = !costly || System.nanoTime() - admitAt >= 0;
        int found = 0;
        try (Connection connection = platform.getConnection()) {
            if (lineWaits || !mayAdmit) {
                found = takeFromLine(connection, room);
            }
            if (found < room && (mayAdmit || yielded)) {
                found += admit(connection, room - found, wanted);
            }
        }
        if (found == 0) {
            wake.await(patience());
        }
    }

    /** What is in line and could not be had may soon be free; so may the turn. */
    private Duration patience() {
        if (turnIsTaken) {
            return MOMENT;
        }
        return lineWaits ? poll.dividedBy(10) : poll;
    }

    private boolean hasCompany() {
        return System.nanoTime() - companyUntil < 0;
    }

    private int takeFromLine(Connection connection, int room) throws SQLException {
        long claimedAt = System.nanoTime();
        List<Claim> claimed = claims.claim(connection, room);
        slots.take(claimed, claimedAt);
        lineWaits = claimed.size() == room;
        return claimed.size();
    }

    /** How many jobs were taken, or moved. */
    private int admit(Connection connection, int room, int wanted) throws SQLException {
        int leave = costly || hasCompany() ? 2 * wanted : 0;
        long begin = System.nanoTime();
        Admission.Admitted admitted = admission.admit(connection, room, leave);
        slots.take(admitted.claims(), begin);
        long end = System.nanoTime();
        turnIsTaken = !admitted.isTurn();
        if (turnIsTaken) {
            companyUntil = end + COMPANY_NANOS;
        }
        int found = admitted.claims().size() + admitted.moved() + admitted.shares();
        yielded = found > 0;
        lineWaits = admitted.inLine() + admitted.moved() > 0 || turnIsTaken;
        costly = end - begin > QUICK_NANOS + NANOS_OF_A_JOB * found;
        // While the line feeds this worker, a quarter of the time at most goes into looking at all tenants.
        admitAt = end + 3 * (end - begin);
        return found;
    }
}
