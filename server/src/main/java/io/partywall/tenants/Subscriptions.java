package io.partywall.tenants;

import static io.partywall.schema.jooq.Tables.SUBSCRIPTIONS;
import static io.partywall.schema.jooq.Tables.TENANTS;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.access.Caller;
import io.partywall.access.Origin;
import io.partywall.access.PlatformWork;
import io.partywall.http.ProblemType;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantId;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.enums.SubscriptionPlan;
import io.partywall.schema.jooq.enums.SubscriptionStatus;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who pays for a tenant, and what: a subscription is a person's, and holds for every tenant that he pays for. */
@Component
final class Subscriptions {

    private final PlatformWork platform;

    Subscriptions(PlatformWork platform) {
        this.platform = platform;
    }

    /** That of the scope's tenant. */
    Subscription get(TenantScope scope) {
        TenantId tenant = scope.context().tenant();
        List<Subscription.Allowance> limits = Arrays.stream(Limits.values())
                .map(limit -> limit.allowance(scope))
                .toList();
        return platform.sql()
                .select(
                        TENANTS.BILLING_USER_ID,
                        SUBSCRIPTIONS.PLAN_TYPE,
                        SUBSCRIPTIONS.STATUS,
                        SUBSCRIPTIONS.CURRENT_PERIOD_END,
                        SUBSCRIPTIONS.CANCEL_AT_PERIOD_END)
                .from(TENANTS)
                .leftJoin(SUBSCRIPTIONS)
                .on(SUBSCRIPTIONS.USER_ID.eq(TENANTS.BILLING_USER_ID))
                .where(TENANTS.ID.eq(tenant.value()))
                .fetchSingle(row -> new Subscription(
                        row.get(TENANTS.BILLING_USER_ID),
                        row.get(SUBSCRIPTIONS.PLAN_TYPE) == null
                                ? SubscriptionPlan.FREE
                                : row.get(SUBSCRIPTIONS.PLAN_TYPE),
                        row.get(SUBSCRIPTIONS.STATUS),
                        row.get(SUBSCRIPTIONS.CURRENT_PERIOD_END) == null
                                ? null
                                : row.get(SUBSCRIPTIONS.CURRENT_PERIOD_END).toInstant(),
                        Boolean.TRUE.equals(row.get(SUBSCRIPTIONS.CANCEL_AT_PERIOD_END)),
                        limits));
    }

    /** The caller pays for his tenant by this plan, from now on; its limits are the plan's. */
    void subscribe(Caller caller, SubscriptionPlan plan, Origin origin) {
        requirePerson(caller);
        TenantId tenant = caller.inTenant().tenant();
        UUID person = caller.person().id();
        platform.as(person, origin, sql -> {
            boolean isFirst = requirePayer(sql, tenant, person) == null;
            sql.insertInto(SUBSCRIPTIONS)
                    .set(SUBSCRIPTIONS.ID, UuidCreator.getTimeOrderedEpoch())
                    .set(SUBSCRIPTIONS.USER_ID, person)
                    .set(SUBSCRIPTIONS.STATUS, SubscriptionStatus.ACTIVE)
                    .set(SUBSCRIPTIONS.PLAN_TYPE, plan)
                    .onConflict(SUBSCRIPTIONS.USER_ID)
                    .doUpdate()
                    .set(SUBSCRIPTIONS.STATUS, SubscriptionStatus.ACTIVE)
                    .set(SUBSCRIPTIONS.PLAN_TYPE, plan)
                    .set(SUBSCRIPTIONS.CANCEL_AT_PERIOD_END, false)
                    .execute();
            PlatformWork.record(
                    sql,
                    "subscribe",
                    "subscriptions",
                    person,
                    java.util.Map.of("plan_type", plan.getLiteral()),
                    tenant.value());
            var update = sql.update(TENANTS)
                    .set(TENANTS.BILLING_USER_ID, person)
                    .set(TENANTS.PLAN_TYPE, plan.getLiteral().toLowerCase(java.util.Locale.ROOT));
            // Numbers of a trial end with it; those that an operator has set since stay.
            return (isFirst ? update.setNull(TENANTS.MAX_USERS).setNull(TENANTS.MAX_INTEGRATIONS) : update)
                    .where(TENANTS.ID.eq(tenant.value()))
                    .execute();
        });
    }

    /** Ends the caller's subscription: his tenants have what the free plan allows; what they have beyond stays. */
    void cancel(Caller caller, Origin origin) {
        requirePerson(caller);
        TenantId tenant = caller.inTenant().tenant();
        UUID person = caller.person().id();
        platform.as(person, origin, sql -> {
            if (requirePayer(sql, tenant, person) == null) {
                throw Refused.of(ProblemType.CONFLICT, "nobody pays for this tenant");
            }
            PlatformWork.record(sql, "unsubscribe", "subscriptions", person, java.util.Map.of(), tenant.value());
            return sql.update(SUBSCRIPTIONS)
                    .set(SUBSCRIPTIONS.STATUS, SubscriptionStatus.CANCELED)
                    .where(SUBSCRIPTIONS.USER_ID.eq(person))
                    .execute();
        });
    }

    /** A subscription is a person's, and other tenants' too: no key of one tenant changes it. */
    private static void requirePerson(Caller caller) {
        if (caller.session() == null) {
            throw Refused.of(ProblemType.FORBIDDEN, "an API key acts in its tenant only: log in for this");
        }
    }

    /** Nobody changes what another pays. */
    private static @Nullable UUID requirePayer(DSLContext sql, TenantId tenant, UUID person) {
        @Nullable
        UUID payer = sql.select(TENANTS.BILLING_USER_ID)
                .from(TENANTS)
                .where(TENANTS.ID.eq(tenant.value()))
                .forNoKeyUpdate()
                .fetchSingle(TENANTS.BILLING_USER_ID);
        if (payer != null && !payer.equals(person)) {
            throw Refused.of(ProblemType.CONFLICT, "somebody else pays for this tenant");
        }
        return payer;
    }
}
