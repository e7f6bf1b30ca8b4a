package io.partywall.access;

import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Work that no tenant owns, as the platform role, in the name of whoever asked for it. Safe for use by several threads. */
public final class PlatformWork {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final DSLContext platform;

    public PlatformWork(DataSource platform) {
        this.platform = DSL.using(platform, SQLDialect.POSTGRES);
    }

    /** Work in a transaction. */
    @FunctionalInterface
    public interface Work<R extends @Nullable Object> {
        R run(DSLContext sql);
    }

    /**
     * Runs the work in one transaction; what it changes is recorded as this person's.
     *
     * @param person who acts; null is somebody who is not known yet
     */
    public <R extends @Nullable Object> R as(@Nullable UUID person, Origin origin, Work<R> work) {
        return as(person == null ? "service:anonymous" : person.toString(), origin.json(), work);
    }

    /** The same in the name of whoever runs this installation. */
    <R extends @Nullable Object> R asOperator(Work<R> work) {
        return as("service:operator", "", work);
    }

    private <R extends @Nullable Object> R as(String actor, String origin, Work<R> work) {
        return platform.transactionResult(transaction -> {
            DSLContext sql = transaction.dsl();
            sql.query("select set_config('app.actor', ?, true), set_config('app.origin', ?, true)", actor, origin)
                    .execute();
            return work.run(sql);
        });
    }

    /** Looks without changing anything. */
    public DSLContext sql() {
        return platform;
    }

    /**
     * Adds what was done to the platform's trail, and to those of the tenants that are concerned. Called in {@link #as}.
     *
     * @throws DataAccessException when the database does not answer
     */
    public static void record(
            DSLContext sql,
            String action,
            String resource,
            @Nullable Object id,
            Map<String, ?> told,
            UUID... concerned) {
        sql.query(
                        "select app.record_for_platform(?, ?, ?::text, ?::jsonb, ?)",
                        action,
                        resource,
                        id == null ? null : id.toString(),
                        JSON.writeValueAsString(told),
                        concerned)
                .execute();
    }
}
