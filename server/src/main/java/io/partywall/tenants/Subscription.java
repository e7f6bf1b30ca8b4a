package io.partywall.tenants;

import io.partywall.schema.jooq.enums.SubscriptionPlan;
import io.partywall.schema.jooq.enums.SubscriptionStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is paid for a tenant, and what that allows.
 *
 * @param billingUserId who pays; null where nobody does yet
 * @param status null where nobody pays
 */
record Subscription(
        @Nullable UUID billingUserId,
        SubscriptionPlan planType,
        @Nullable SubscriptionStatus status,
        @Nullable Instant currentPeriodEnd,
        boolean cancelAtPeriodEnd,
        List<Allowance> limits) {

    Subscription {
        limits = List.copyOf(limits);
    }

    /**
     * How much of something there is.
     *
     * @param limit null is no limit
     */
    record Allowance(String key, long current, @Nullable Long limit) {}
}
