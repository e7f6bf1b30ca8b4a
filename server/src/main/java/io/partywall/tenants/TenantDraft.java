package io.partywall.tenants;

import io.partywall.values.Small;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What its administrators say of a tenant. */
record TenantDraft(
        @NotBlank @Size(max = 200) String name,

        @Nullable @Size(max = 253) @Pattern(regexp = "[a-z0-9.-]+")
        String domain,

        @Nullable @Small ObjectNode settings,
        @NotNull @TimeZone String timeZone,
        @NotNull @CurrencyCode String currency,
        @Min(1) @Max(7) int weekStartsOn) {

    static TenantDraft of(TenantProfile tenant) {
        return new TenantDraft(
                tenant.name(),
                tenant.domain(),
                tenant.settings(),
                tenant.timeZone(),
                tenant.currency(),
                tenant.weekStartsOn());
    }
}
