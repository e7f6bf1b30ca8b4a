package io.partywall.jobs;

import io.partywall.isolation.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant may take of a queue.
 *
 * @param weight how much of the queue it gets while others want it too, relative to their weights; from 1 to 1000
 * @param cap how many of its jobs may run at once; null is what the queue says
 */
public record Share(int weight, @Nullable Integer cap) {

    /** What every tenant has of whom nothing else was said. */
    public static final Share DEFAULT = new Share(1, null);

    private static final int MOST_WEIGHT = 1_000;

    private static final String READ = "select weight, cap from app.job_shares where tenant_id = ? and queue = ?";

    private static final String WRITE = """
        insert into app.job_shares (tenant_id, id, queue, weight, cap) values (?, gen_random_uuid(), ?, ?, ?)
        on conflict (tenant_id, queue) do update set weight = excluded.weight, cap = excluded.cap
        """;

    public Share {
        if (weight < 1 || weight > MOST_WEIGHT) {
            throw new JobRefused("a weight is from 1 to " + MOST_WEIGHT + ", unlike " + weight);
        }
        if (cap != null && cap < 1) {
            throw new JobRefused("a cap is 1 at least, or none, unlike " + cap
                    + ": to let nothing of a tenant run, suspend the tenant; of everybody, pause the queue");
        }
    }

    public Share withWeight(int weight) {
        return new Share(weight, cap);
    }

    public Share withCap(@Nullable Integer cap) {
        return new Share(weight, cap);
    }

    static Share read(Connection connection, TenantId tenant, String queue) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setObject(1, tenant.value());
            statement.setString(2, queue);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new Share(row.getInt(1), row.getObject(2, Integer.class)) : DEFAULT;
            }
        }
    }

    static void write(Transactions transactions, TenantId tenant, String queue, Share share) {
        try {
            transactions.write(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
                    statement.setObject(1, tenant.value());
                    statement.setString(2, queue);
                    statement.setInt(3, share.weight());
                    statement.setObject(4, share.cap(), Types.INTEGER);
                    return statement.executeUpdate();
                }
            });
        } catch (DataAccessException failure) {
            if (failure.getCause() instanceof SQLException refused && "23503".equals(refused.getSQLState())) {
                throw new JobRefused("there is no tenant " + tenant);
            }
            throw failure;
        }
    }
}
