package io.partywall.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What any worker does for all: brings jobs whose time has come to their tenants' backlogs, takes the jobs of vanished workers
 * back, starts what is scheduled, keeps the history. Every statement passes over what another worker has at hand.
 */
final class Upkeep {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration RARELY = Duration.ofMinutes(1);
    private static final int BATCH = 2_000;

    /** Lets jobs whose type is not paused any more wait for their turns. */
    static final String UNPARK = """
        with free as materialized (
            select j.tenant_id, j.id from app.jobs j
            where j.parked and not exists (select from app.paused_job_types p where p.type = j.type)
            limit ? for update skip locked
        )
        update app.jobs j set parked = false, updated_at = now() from free where j.tenant_id = free.tenant_id and j.id = free.id
        """;

    private final DataSource platform;
    private final DueJobs due = new DueJobs();
    private final History history;
    private final Schedules schedules;
    private final DatabaseClock clock;
    private final Wake wake;
    private long rescueAt;
    private long rarelyAt;

    Upkeep(DataSource platform, History history, Schedules schedules, DatabaseClock clock, Wake wake) {
        this.platform = platform;
        this.history = history;
        this.schedules = schedules;
        this.clock = clock;
        this.wake = wake;
        long now = System.nanoTime();
        this.rescueAt = now;
        this.rarelyAt = now;
    }

    /** One round. For one thread. */
    void step() throws SQLException, InterruptedException {
        int moved;
        long begin = System.nanoTime();
        try (Connection connection = platform.getConnection()) {
            moved = due.bring(connection, BATCH);
            if (begin - rescueAt >= 0) {
                rescueAt = begin + Duration.ofSeconds(1).toNanos();
                moved += rescue(connection);
                moved += unpark(connection);
                moved += LongBacklogs.look(connection);
                moved += schedules.start(connection);
                clock.synchronize(connection);
            }
            if (begin - rarelyAt >= 0) {
                // Done or not: what somebody's lock keeps from being done is not tried all the time.
                rarelyAt = begin + RARELY.toNanos();
                history.keep(connection);
            }
        }
        if (moved > 0) {
            wake.raise();
        }
        // What takes long is not done all the time: a quarter of it at most, and a half where much is to be done.
        long took = System.nanoTime() - begin;
        TimeUnit.NANOSECONDS.sleep(moved >= BATCH ? took : Math.max(TICK.toNanos(), 3 * took));
    }

    private static int unpark(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UNPARK)) {
            statement.setInt(1, BATCH);
            return statement.executeUpdate();
        }
    }

    private static int rescue(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(Settlement.RESCUE);
                ResultSet row = statement.executeQuery()) {
            row.next();
            int rescued = row.getInt(1);
            if (rescued > 0) {
                LOG.warn("{} jobs of workers that were not heard of any more were taken back", rescued);
            }
            return rescued;
        }
    }
}
