package io.partywall.tenants;

import static io.partywall.schema.jooq.Tables.CONNECTORS;
import static io.partywall.schema.jooq.Tables.TENANT_MEMBERS;

import io.partywall.http.ProblemType;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantId;
import io.partywall.isolation.TenantScope;
import java.util.function.LongSupplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * How many of something a tenant may have. Whoever adds one asks here first, in the transaction that adds it, and holds the place
 * until that ends: of many who ask at once, as many get one as there is room for.
 */
public enum Limits {
    /** Members. */
    MAX_USERS(TENANT_MEMBERS, DSL.noCondition()),
    /** Connectors that people have added; those that sent events make for themselves are free. */
    MAX_INTEGRATIONS(CONNECTORS, CONNECTORS.PROVIDER.ne("api"));

    private static final String LOCK =
            "select pg_advisory_xact_lock(hashtextextended('app.limits/' || ? || '/' || ?, 0))";

    @SuppressWarnings("ImmutableEnumChecker") // jOOQ's tables are.
    private final Table<?> counted;

    @SuppressWarnings("ImmutableEnumChecker") // So are its conditions.
    private final Condition which;

    Limits(Table<?> counted, Condition which) {
        this.counted = counted;
        this.which = which;
    }

    private String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Refuses one more than the scope's tenant may have. */
    public void requireRoom(TenantScope scope) {
        requireRoom(scope, () -> count(scope));
    }

    /**
     * The same, with others to be counted.
     *
     * @param count how many there are; asked once nobody else can add one
     */
    void requireRoom(TenantScope scope, LongSupplier count) {
        String tenant = scope.context().tenant().toString();
        var _ = scope.sql().fetch(scope.unscopedSql(LOCK, tenant, key()));
        check(limit(scope), count.getAsLong());
    }

    long count(TenantScope scope) {
        return scope.sql().fetchCount(counted, which);
    }

    private @Nullable Long limit(TenantScope scope) {
        return scope.sql()
                .fetchSingle(scope.unscopedSql("select app.own_limit(?)", key()))
                .get(0, Long.class);
    }

    /** How much of it there is now. */
    Subscription.Allowance allowance(TenantScope scope) {
        return new Subscription.Allowance(key(), count(scope), limit(scope));
    }

    /** The same for whoever is no member yet, as the platform role. */
    void requireRoom(DSLContext platform, TenantId tenant, LongSupplier count) {
        var _ = platform.fetch(LOCK, tenant.toString(), key());
        Long limit = platform.fetchSingle("select app.limit_of(?, ?)", tenant.value(), key())
                .get(0, Long.class);
        check(limit, count.getAsLong());
    }

    private void check(@Nullable Long limit, long current) {
        if (limit != null && current >= limit) {
            throw Refused.of(
                            ProblemType.LIMIT_REACHED,
                            "the tenant has " + current + " of " + limit + " (" + key() + ")")
                    .with("limit_key", key())
                    .with("current", current)
                    .with("limit", limit);
        }
    }
}
