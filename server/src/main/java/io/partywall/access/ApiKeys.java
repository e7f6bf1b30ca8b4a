package io.partywall.access;

import static io.partywall.schema.jooq.Tables.API_KEYS;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.ProblemType;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.tables.records.ApiKeysRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A tenant's API keys. */
@Component
final class ApiKeys {

    static final Duration LONGEST = Duration.ofDays(366);

    private static final int MOST = 500;

    private final Clock clock;

    ApiKeys(Clock clock) {
        this.clock = clock;
    }

    /** A key with its secret, which nobody can tell again. */
    record Made(ApiKey key, String secret) {}

    Page<ApiKey> list(TenantScope scope, boolean all, Paging paging) {
        return paging.newestFirst(
                scope.sql()
                        .selectFrom(API_KEYS)
                        .where(
                                all
                                        ? DSL.noCondition()
                                        : API_KEYS.REVOKED_AT
                                                .isNull()
                                                .and(API_KEYS.EXPIRES_AT
                                                        .isNull()
                                                        .or(API_KEYS.EXPIRES_AT.gt(now())))),
                API_KEYS.ID,
                ApiKeys::key);
    }

    /** {@link Refused} where there is none. */
    ApiKey get(TenantScope scope, UUID id) {
        return scope.sql()
                .selectFrom(API_KEYS)
                .where(API_KEYS.ID.eq(id))
                .fetchOptional(ApiKeys::key)
                .orElseThrow(() -> Refused.notFound("API key", id));
    }

    /** Makes a key with some of the caller's rights. */
    Made create(TenantScope scope, Caller caller, String name, Set<Permission> scopes, @Nullable Instant expiresAt) {
        for (Permission permission : scopes) {
            if (!caller.inTenant().permissions().contains(permission)) {
                throw Refused.of(
                                ProblemType.FORBIDDEN, "nobody gives a permission that he does not have: " + permission)
                        .with("permission", permission.toString());
            }
        }
        Instant now = clock.instant();
        Instant until = expiresAt == null ? now.plus(LONGEST) : expiresAt;
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
            throw Refused.invalid("/expires_at", "a key lasts up to " + LONGEST.toDays() + " days from now");
        }
        if (scope.sql().fetchCount(API_KEYS, API_KEYS.REVOKED_AT.isNull()) >= MOST) {
            throw Refused.of(ProblemType.LIMIT_REACHED, "a tenant has at most " + MOST + " keys: revoke one")
                    .with("current", MOST)
                    .with("limit", MOST);
        }
        String prefix = Tokens.apiKeyPrefix();
        String secret = Tokens.apiKey(prefix);
        ApiKey key = scope.sql()
                .insertInto(API_KEYS)
                .set(API_KEYS.ID, UuidCreator.getTimeOrderedEpoch())
                .set(API_KEYS.NAME, name)
                .set(API_KEYS.PREFIX, prefix)
                .set(API_KEYS.SECRET_HASH, Tokens.hash(secret))
                .set(API_KEYS.SCOPES, scopes.stream().map(Permission::toString).toArray(String[]::new))
                .set(API_KEYS.CREATED_BY, caller.person().id())
                .set(API_KEYS.EXPIRES_AT, until.atOffset(ZoneOffset.UTC))
                .returning()
                .fetchSingle(ApiKeys::key);
        return new Made(key, secret);
    }

    /** A new key like an old one, which ends after the overlap. */
    Made rotate(TenantScope scope, Caller caller, UUID id, Duration overlap) {
        ApiKey old = get(scope, id);
        requireUsable(old);
        Made made = create(scope, caller, old.name(), old.scopes(), null);
        Instant end = clock.instant().plus(overlap);
        if (old.expiresAt() == null || old.expiresAt().isAfter(end)) {
            scope.sql()
                    .update(API_KEYS)
                    .set(API_KEYS.EXPIRES_AT, end.atOffset(ZoneOffset.UTC))
                    .where(API_KEYS.ID.eq(id))
                    .execute();
        }
        return made;
    }

    private void requireUsable(ApiKey key) {
        if (key.revokedAt() != null
                || (key.expiresAt() != null && !key.expiresAt().isAfter(clock.instant()))) {
            throw Refused.of(ProblemType.CONFLICT, "the key is revoked or over: make a new one");
        }
    }

    ApiKey rename(TenantScope scope, UUID id, String name) {
        scope.sql()
                .update(API_KEYS)
                .set(API_KEYS.NAME, name)
                .where(API_KEYS.ID.eq(id))
                .execute();
        return get(scope, id);
    }

    /** Ends a key at once. */
    void revoke(TenantScope scope, UUID id) {
        ApiKey key = get(scope, id);
        scope.sql()
                .update(API_KEYS)
                .set(API_KEYS.REVOKED_AT, now())
                .where(API_KEYS.ID.eq(key.id()))
                .and(API_KEYS.REVOKED_AT.isNull())
                .execute();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static ApiKey key(ApiKeysRecord row) {
        Set<Permission> scopes = EnumSet.noneOf(Permission.class);
        for (String text : row.getScopes()) {
            Permission.find(text).ifPresent(scopes::add);
        }
        return new ApiKey(
                row.getId(),
                row.getName(),
                row.getPrefix(),
                scopes,
                row.getCreatedBy(),
                instant(row.getExpiresAt()),
                instant(row.getLastUsedAt()),
                instant(row.getRevokedAt()),
                row.getCreatedAt().toInstant(),
                row.getUpdatedAt().toInstant());
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
