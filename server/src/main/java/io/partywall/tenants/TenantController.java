package io.partywall.tenants;

import static io.partywall.access.Permission.TENANT_READ;
import static io.partywall.access.Permission.TENANT_TRANSFER;
import static io.partywall.access.Permission.TENANT_WRITE;

import io.partywall.access.Caller;
import io.partywall.access.OpenTo;
import io.partywall.access.OpenTo.Audience;
import io.partywall.access.Origin;
import io.partywall.access.Requires;
import io.partywall.http.IfMatch;
import io.partywall.http.Patch;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/tenants")
@Tag(name = "tenants", description = "Organisations")
final class TenantController {

    private final TenantProfiles tenants;
    private final Members members;
    private final Leaving leaving;

    TenantController(TenantProfiles tenants, Members members, Leaving leaving) {
        this.tenants = tenants;
        this.members = members;
        this.leaving = leaving;
    }

    /** The tenants of a person. */
    record MyTenants(List<TenantProfile> items) {}

    @GetMapping
    @OpenTo(Audience.PERSON)
    @Operation(summary = "List the tenants that one is a member of")
    MyTenants list(Caller caller) {
        return new MyTenants(tenants.of(caller.person()));
    }

    /**
     * What makes a tenant.
     *
     * @param timeZone UTC where it is not said
     * @param currency USD where it is not said
     * @param weekStartsOn 1, Monday, where it is not said
     */
    record NewTenant(
            @NotBlank @Size(max = 200) String name,

            @NotNull @Pattern(regexp = NewTenant.SLUG) String slug,

            @Nullable @TimeZone String timeZone,
            @Nullable @CurrencyCode String currency,
            @Nullable @Min(1) @Max(7) Integer weekStartsOn) {

        /** No slug looks like an id, by which tenants are named, too. */
        static final String SLUG = "(?![0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$)[a-z0-9](-?[a-z0-9]){0,62}";

        TenantDraft draft() {
            return new TenantDraft(
                    name,
                    null,
                    null,
                    Objects.requireNonNullElse(timeZone, "UTC"),
                    Objects.requireNonNullElse(currency, "USD"),
                    Objects.requireNonNullElse(weekStartsOn, 1));
        }
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @OpenTo(Audience.PERSON)
    @Operation(summary = "Make a tenant, and be its owner")
    TenantProfile create(@RequestBody @Valid NewTenant made, Caller caller, Origin origin) {
        return tenants.create(caller.person(), made.slug(), made.draft(), origin);
    }

    @GetMapping("/{tenant}")
    @Requires(TENANT_READ)
    @Operation(summary = "Read a tenant, by its slug or id")
    TenantProfile get(TenantScope scope, @PathVariable String tenant) {
        return TenantProfiles.get(scope);
    }

    @PatchMapping("/{tenant}")
    @Requires(TENANT_WRITE)
    @Operation(summary = "Change a tenant")
    TenantProfile update(
            @PathVariable String tenant, Patch<TenantDraft> patch, IfMatch ifMatch, Caller caller, Origin origin) {
        return tenants.update(caller, patch, ifMatch, origin);
    }

    record Transfer(@NotNull UUID memberId) {}

    @PostMapping("/{tenant}/transfer")
    @Requires(TENANT_TRANSFER)
    @Operation(summary = "Hand the tenant over to another member, and be an administrator from then on")
    Member transfer(
            TenantScope scope, @PathVariable String tenant, @RequestBody @Valid Transfer transfer, Caller caller) {
        return members.transfer(
                scope,
                caller.inTenant(),
                members.of(scope, caller.person().id()),
                members.lock(scope, transfer.memberId()));
    }

    @PostMapping("/{tenant}/leave")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @OpenTo(Audience.PERSON)
    @Operation(summary = "Leave a tenant")
    void leave(@PathVariable String tenant, Caller caller, Origin origin) {
        if (caller.membership() == null) {
            throw Refused.notFound("tenant", tenant);
        }
        leaving.leave(caller, origin);
    }
}
