package io.partywall.tenants;

import static io.partywall.access.Permission.SUBSCRIPTION_READ;
import static io.partywall.access.Permission.SUBSCRIPTION_WRITE;

import io.partywall.access.Caller;
import io.partywall.access.Origin;
import io.partywall.access.Requires;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.enums.SubscriptionPlan;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/subscription")
@Tag(name = "subscription", description = "What is paid for a tenant, and what that allows")
final class SubscriptionController {

    private final Subscriptions subscriptions;

    SubscriptionController(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    @GetMapping
    @Requires(SUBSCRIPTION_READ)
    @Operation(summary = "Read who pays what, and how much of the limits is used")
    Subscription get(TenantScope scope) {
        return subscriptions.get(scope);
    }

    record Plan(@NotNull SubscriptionPlan planType) {}

    @PutMapping
    @Requires(SUBSCRIPTION_WRITE)
    @Operation(summary = "Pay for the tenant by this plan from now on")
    Subscription subscribe(TenantScope scope, @RequestBody @Valid Plan plan, Caller caller, Origin origin) {
        subscriptions.subscribe(caller, plan.planType(), origin);
        return subscriptions.get(scope);
    }

    @DeleteMapping
    @Requires(SUBSCRIPTION_WRITE)
    @Operation(
            summary = "Cancel one's subscription: the free plan's limits hold from then on, and nothing is taken away")
    Subscription cancel(TenantScope scope, Caller caller, Origin origin) {
        subscriptions.cancel(caller, origin);
        return subscriptions.get(scope);
    }
}
