package io.partywall.access;

import io.partywall.isolation.TenantScope;
import java.util.Map;
import org.jooq.Record;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Tells a tenant's audit trail what was done without changing a row of it: changes are recorded by the database itself. */
public final class Trail {

    private static final JsonMapper JSON = JsonMapper.shared();

    private Trail() {}

    /** Adds what the scope's actor has done, in the scope's transaction. */
    public static void record(
            TenantScope scope, String action, String resource, @Nullable Object id, Map<String, ?> told) {
        Result<Record> _ = scope.sql()
                .fetch(scope.unscopedSql(
                        "select app.record(?, ?, nullif(?, ''), ?::jsonb)",
                        action,
                        resource,
                        id == null ? "" : id.toString(),
                        JSON.writeValueAsString(told)));
    }
}
