package io.partywall.tenants;

import io.partywall.access.Caller;
import io.partywall.access.OpenTo;
import io.partywall.access.OpenTo.Audience;
import io.partywall.access.Origin;
import io.partywall.http.IfMatch;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Patch;
import io.partywall.schema.jooq.enums.TenantStatus;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/platform/tenants")
@Tag(name = "platform", description = "What administrators of the platform do; they read no tenant's data")
final class PlatformTenantController {

    private final PlatformTenants tenants;

    PlatformTenantController(PlatformTenants tenants) {
        this.tenants = tenants;
    }

    @GetMapping
    @OpenTo(Audience.PLATFORM_ADMINISTRATOR)
    @Operation(summary = "List the tenants, the newest first")
    Page<TenantProfile> list(@RequestParam @Nullable TenantStatus status, Paging paging) {
        return tenants.list(status, paging);
    }

    @GetMapping("/{id}")
    @OpenTo(Audience.PLATFORM_ADMINISTRATOR)
    @Operation(summary = "Read a tenant's own row")
    TenantProfile get(@PathVariable UUID id) {
        return tenants.get(id);
    }

    record Allowed(
            @Nullable @Min(1) @Max(1_000_000) Integer maxUsers,
            @Nullable @Min(0) @Max(1_000_000) Integer maxIntegrations,
            @NotNull @Size(max = 100) List<@NotBlank @Size(max = 100) String> features) {}

    @PatchMapping("/{id}")
    @OpenTo(Audience.PLATFORM_ADMINISTRATOR)
    @Operation(summary = "Give a tenant limits of its own, or features")
    TenantProfile update(@PathVariable UUID id, Patch<Allowed> patch, IfMatch ifMatch, Caller caller, Origin origin) {
        TenantProfile tenant = tenants.get(id);
        ifMatch.check(tenant);
        Allowed allowed = patch.applyTo(new Allowed(tenant.maxUsers(), tenant.maxIntegrations(), tenant.features()));
        return tenants.update(caller, id, allowed.maxUsers(), allowed.maxIntegrations(), allowed.features(), origin);
    }

    record Suspension(@NotBlank @Size(max = 2_000) String notice) {}

    @PostMapping("/{id}/suspend")
    @OpenTo(Audience.PLATFORM_ADMINISTRATOR)
    @Operation(summary = "Suspend a tenant: its people read the notice, and nothing else")
    TenantProfile suspend(
            @PathVariable UUID id, @RequestBody @Valid Suspension suspension, Caller caller, Origin origin) {
        return tenants.suspend(caller, id, suspension.notice(), origin);
    }

    @PostMapping("/{id}/resume")
    @OpenTo(Audience.PLATFORM_ADMINISTRATOR)
    @Operation(summary = "Let a suspended tenant work again")
    TenantProfile resume(@PathVariable UUID id, Caller caller, Origin origin) {
        return tenants.resume(caller, id, origin);
    }
}
