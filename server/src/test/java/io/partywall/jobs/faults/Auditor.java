package io.partywall.jobs.faults;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Counts, again and again while a run goes on, whether shares say how many jobs they have: every snapshot must agree. */
final class Auditor implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);
    private static final int MOST = 100;

    private static final String MISCOUNTED = """
        select format('%s, queue %s: active is %s, and %s jobs are in line or run, at %s', s.tenant_id, s.queue, s.active,
            count(j.id), clock_timestamp())
        from app.job_shares s left join app.jobs j
            on j.tenant_id = s.tenant_id and j.queue = s.queue and j.state in ('PENDING', 'PROCESSING')
        group by s.tenant_id, s.id, s.queue, s.active having s.active <> count(j.id)
        """;

    private final DurableServer server;
    private final Queue<String> miscounts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final Thread thread = new Thread(this::work, "auditor");
    private volatile boolean stopping;

    Auditor(DurableServer server) {
        this.server = server;
        thread.setDaemon(true);
        thread.start();
    }

    private void work() {
        while (!stopping) {
            try (Connection connection = server.admin()) {
                while (!stopping) {
                    look(connection);
                    LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
                }
            } catch (SQLException away) {
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
        }
    }

    private void look(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(MISCOUNTED)) {
            while (row.next() && miscounts.size() < MOST) {
                miscounts.add(row.getString(1));
            }
        }
        looks.incrementAndGet();
    }

    /** One more look, when everything has ended. */
    void lookAtTheEnd() throws SQLException {
        try (Connection connection = server.admin()) {
            look(connection);
        }
    }

    int looks() {
        return looks.get();
    }

    List<String> miscounts() {
        return List.copyOf(miscounts);
    }

    @Override
    public void close() {
        stopping = true;
    }
}
