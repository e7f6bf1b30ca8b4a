package io.partywall.jobs;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.isolation.TenantScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's jobs that come again and again, in its own time zone. Of each schedule one job is unfinished at most: what would
 * come meanwhile is left out, and times that were missed are made up for by one job. Safe for use by several threads.
 */
public final class JobSchedules {

    private static final String SAVE = """
        insert into app.job_schedules (tenant_id, id, name, queue, type, payload, cron)
        values (?::uuid, ?, ?, ?, ?, ?::jsonb, ?)
        on conflict (tenant_id, name) do update
        set queue = excluded.queue, type = excluded.type, payload = excluded.payload, cron = excluded.cron, next_run_at = null
        """;

    // Whatever was missed while it was disabled is not made up for.
    private static final String ENABLE = """
        update app.job_schedules set enabled = ?, next_run_at = null
        where tenant_id = ?::uuid and name = ? and enabled is distinct from ?
        """;

    private static final String DELETE = "delete from app.job_schedules where tenant_id = ?::uuid and name = ?";

    private static final String LIST = """
        select name, cron, queue, type, payload, enabled, next_run_at, last_run_at
        from app.job_schedules where tenant_id = ?::uuid order by name
        """;

    private static final String EXISTS = "select from app.job_schedules where tenant_id = ?::uuid and name = ?";

    private JobSchedules() {}

    /**
     * Makes a schedule, or changes the one of that name; one that is disabled stays so.
     *
     * @param cron five fields or a macro, such as {@code 15 0 * * mon-fri} or {@code @daily}
     * @throws JobRefused when the expression cannot be read or never comes, or the payload cannot be kept
     */
    public static <P extends Record> void save(
            TenantScope scope, String name, String cron, JobType<P> type, P payload) {
        JobType.checkName("a schedule", name);
        Cron.of(cron);
        String json = Payloads.write(type, payload);
        run(scope, SAVE, statement -> {
            statement.setString(1, tenant(scope));
            statement.setObject(2, UuidCreator.getTimeOrderedEpoch());
            statement.setString(3, name);
            statement.setString(4, type.queue());
            statement.setString(5, type.name());
            statement.setString(6, json);
            statement.setString(7, cron.strip());
            return statement.executeUpdate();
        });
    }

    /** Does nothing where the expression can be read and comes; {@link JobRefused} says why not otherwise. */
    public static void checkCron(String cron) {
        Cron _ = Cron.of(cron);
    }

    /** Has it come again, from the next time on. {@link JobRefused} where there is none of that name. */
    public static void enable(TenantScope scope, String name) {
        setEnabled(scope, name, true);
    }

    /** Has it come no more, until it is enabled. {@link JobRefused} where there is none of that name. */
    public static void disable(TenantScope scope, String name) {
        setEnabled(scope, name, false);
    }

    private static void setEnabled(TenantScope scope, String name, boolean enabled) {
        int changed = run(scope, ENABLE, statement -> {
            statement.setBoolean(1, enabled);
            statement.setString(2, tenant(scope));
            statement.setString(3, name);
            statement.setBoolean(4, enabled);
            return statement.executeUpdate();
        });
        if (changed == 0 && !exists(scope, name)) {
            throw missing(name);
        }
    }

    /**
     * Forgets it; jobs that it has added stay. One that every tenant has comes back: disable that.
     *
     * @throws JobRefused where there is none of that name
     */
    public static void delete(TenantScope scope, String name) {
        int deleted = run(scope, DELETE, statement -> {
            statement.setString(1, tenant(scope));
            statement.setString(2, name);
            return statement.executeUpdate();
        });
        if (deleted == 0) {
            throw missing(name);
        }
    }

    /** All of the tenant's, by name. */
    public static List<JobSchedule> list(TenantScope scope) {
        return run(scope, LIST, statement -> {
            statement.setString(1, tenant(scope));
            List<JobSchedule> schedules = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    schedules.add(new JobSchedule(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getBoolean(6),
                            instant(row.getTimestamp(7)),
                            instant(row.getTimestamp(8))));
                }
            }
            return schedules;
        });
    }

    private static boolean exists(TenantScope scope, String name) {
        return run(scope, EXISTS, statement -> {
            statement.setString(1, tenant(scope));
            statement.setString(2, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        });
    }

    private static JobRefused missing(String name) {
        return new JobRefused("there is no schedule '" + name + "'");
    }

    private static String tenant(TenantScope scope) {
        return scope.context().tenant().toString();
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }

    private interface Work<R> {
        R run(PreparedStatement statement) throws SQLException;
    }

    private static <R> R run(TenantScope scope, String sql, Work<R> work) {
        try (Connection connection = scope.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            return work.run(statement);
        } catch (SQLException failure) {
            throw new DataAccessException("the schedules cannot be reached: " + failure.getMessage(), failure);
        }
    }
}
