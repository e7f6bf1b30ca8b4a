package io.partywall.knowledge;

import static io.partywall.access.Permission.BUSINESS_PROFILE_READ;
import static io.partywall.access.Permission.BUSINESS_PROFILE_WRITE;

import io.partywall.access.Requires;
import io.partywall.http.IfMatch;
import io.partywall.http.Patch;
import io.partywall.isolation.TenantScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/business-profile")
@Tag(name = "business-profile", description = "What kind of business the tenant is")
final class BusinessProfileController {

    private final BusinessProfileStore profiles;

    BusinessProfileController(BusinessProfileStore profiles) {
        this.profiles = profiles;
    }

    @GetMapping
    @Requires(BUSINESS_PROFILE_READ)
    @Operation(summary = "Read the business profile, once there is one")
    BusinessProfile get(TenantScope scope) {
        return profiles.find(scope).orElseThrow(BusinessProfileStore::missing);
    }

    @PutMapping
    @Requires(BUSINESS_PROFILE_WRITE)
    @Operation(summary = "Write the business profile as a whole: what is not said is taken away")
    BusinessProfile put(TenantScope scope, @RequestBody @Valid BusinessProfileDraft draft, IfMatch ifMatch) {
        profiles.lock(scope).ifPresent(ifMatch::check);
        return profiles.save(scope, draft);
    }

    @PatchMapping
    @Requires(BUSINESS_PROFILE_WRITE)
    @Operation(summary = "Change the business profile")
    BusinessProfile patch(TenantScope scope, Patch<BusinessProfileDraft> patch, IfMatch ifMatch) {
        BusinessProfile profile = profiles.lock(scope).orElseThrow(BusinessProfileStore::missing);
        ifMatch.check(profile);
        return profiles.save(scope, patch.applyTo(BusinessProfileDraft.of(profile)));
    }
}
