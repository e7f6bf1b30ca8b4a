package io.partywall.access;

import static io.partywall.access.Permission.API_KEYS_READ;
import static io.partywall.access.Permission.API_KEYS_WRITE;

import io.partywall.http.IfMatch;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Patch;
import io.partywall.http.Resource;
import io.partywall.http.ShownOnce;
import io.partywall.isolation.TenantScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/api-keys")
@Tag(name = "api-keys", description = "Keys for programs")
final class ApiKeyController {

    private final ApiKeys keys;

    ApiKeyController(ApiKeys keys) {
        this.keys = keys;
    }

    @GetMapping
    @Requires(API_KEYS_READ)
    @Operation(summary = "List the keys that can be used, or all")
    Page<ApiKey> list(TenantScope scope, @RequestParam(defaultValue = "false") boolean all, Paging paging) {
        return keys.list(scope, all, paging);
    }

    /**
     * What makes a key.
     *
     * @param scopes permissions that its creator has
     * @param expiresAt a year from now where it is not said
     */
    record NewApiKey(
            @NotBlank @Size(max = 200) String name,
            @NotEmpty @Size(max = 100) List<@NotNull Permission> scopes,
            @Nullable Instant expiresAt) {

        Set<Permission> scopeSet() {
            return EnumSet.copyOf(scopes);
        }
    }

    /**
     * A new key.
     *
     * @param secret the whole key, which is not shown again: null where the request was sent once more
     */
    record Shown(ApiKey apiKey, @Nullable String secret) implements Resource, ShownOnce {
        @Override
        public Shown withoutSecret() {
            return new Shown(apiKey, null);
        }

        static Shown of(ApiKeys.Made made) {
            return new Shown(made.key(), made.secret());
        }

        @Override
        public Object key() {
            return apiKey.id();
        }

        @Override
        public Instant updatedAt() {
            return apiKey.updatedAt();
        }
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(API_KEYS_WRITE)
    @Operation(summary = "Make a key; its secret is shown this once")
    Shown create(TenantScope scope, @RequestBody @Valid NewApiKey made, Caller caller) {
        return Shown.of(keys.create(scope, caller, made.name().strip(), made.scopeSet(), made.expiresAt()));
    }

    @GetMapping("/{id}")
    @Requires(API_KEYS_READ)
    @Operation(summary = "Read a key, without its secret")
    ApiKey get(TenantScope scope, @PathVariable UUID id) {
        return keys.get(scope, id);
    }

    record Renaming(@NotBlank @Size(max = 200) String name) {}

    @PatchMapping("/{id}")
    @Requires(API_KEYS_WRITE)
    @Operation(summary = "Rename a key")
    ApiKey rename(TenantScope scope, @PathVariable UUID id, Patch<Renaming> patch, IfMatch ifMatch) {
        ApiKey key = keys.get(scope, id);
        ifMatch.check(key);
        return keys.rename(
                scope, id, patch.applyTo(new Renaming(key.name())).name().strip());
    }

    /**
     * How long the old key lives on beside the new one.
     *
     * @param overlapHours 24 where it is not said
     */
    record Rotation(@Nullable @Min(0) @Max(720) Integer overlapHours) {
        Duration overlap() {
            return Duration.ofHours(overlapHours == null ? 24 : overlapHours);
        }
    }

    @PostMapping("/{id}/rotate")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(API_KEYS_WRITE)
    @Operation(summary = "Make a new key like this one, which ends after the overlap")
    Shown rotate(TenantScope scope, @PathVariable UUID id, @RequestBody @Valid Rotation rotation, Caller caller) {
        return Shown.of(keys.rotate(scope, caller, id, rotation.overlap()));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(API_KEYS_WRITE)
    @Operation(summary = "Revoke a key at once")
    void revoke(TenantScope scope, @PathVariable UUID id) {
        keys.revoke(scope, id);
    }
}
