package io.partywall.access;

import io.partywall.isolation.TenantId;
import io.partywall.schema.jooq.enums.TenantStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.Record;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;

/** Finds out who a credential belongs to, and what its owner is in the tenant that a request names: one look a request. */
final class Callers {

    /** What the owner of a session or a key is in tenants; two are enough to know that a request has to choose. */
    private static final String MEMBERSHIPS = """
        left join lateral (
            select t.id as tenant_id, t.slug, t.status::text as tenant_status, t.notice, m.role::text as role, m.permissions
            from app.tenant_members m join app.tenants t on t.id = m.tenant_id
            where m.user_id = u.id and m.status = 'ACTIVE' and %s
            order by m.tenant_id limit 2
        ) membership on true
        """;

    private static final String PERSON =
            "u.id as user_id, u.email, coalesce(u.name, u.email) as name, u.email_verified, u.platform_admin,";

    private static final String BY_SESSION = "select " + PERSON + """
             s.id as session_id, s.last_seen_at, membership.*
            from app.sessions s join app.users u on u.id = s.user_id
            """
            + MEMBERSHIPS.formatted("coalesce(t.slug = ?::text or t.id::text = ?::text, true)") + """
            where s.token_hash = ? and s.expires_at > ?::timestamptz and s.last_seen_at > ?::timestamptz and u.status = 'ACTIVE'
            """;

    private static final String BY_KEY =
            "select " + PERSON + """
                 k.id as key_id, k.prefix, k.scopes, k.last_used_at, membership.*
                from app.api_keys k join app.users u on u.id = k.created_by
                """ + MEMBERSHIPS.formatted("m.tenant_id = k.tenant_id") + """
                where k.prefix = ? and k.secret_hash = ? and k.revoked_at is null and coalesce(k.expires_at > ?::timestamptz, true)
                and u.status = 'ACTIVE' and membership.tenant_id is not null
                """;

    /** A session ends when nothing was asked in it for so long. */
    static final Duration IDLE = Duration.ofDays(3);

    private static final Duration SEEN = Duration.ofMinutes(1);

    /** A key that is in use leaves a row in the trail so often. */
    private static final Duration USE_RECORDED = Duration.ofHours(1);

    private final PlatformWork platform;
    private final Clock clock;

    Callers(PlatformWork platform, Clock clock) {
        this.platform = platform;
        this.clock = clock;
    }

    /**
     * Whose session this is; none where it has ended.
     *
     * @param tenant the slug or id of the tenant that the request names; null where it names none
     */
    Optional<Caller> bySession(String token, @Nullable String tenant) {
        OffsetDateTime now = now();
        Result<Record> rows =
                platform.sql().fetch(BY_SESSION, tenant, tenant, Tokens.hash(token), now, now.minus(IDLE));
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Record row = rows.getFirst();
        UUID session = row.get("session_id", UUID.class);
        if (row.get("last_seen_at", OffsetDateTime.class).isBefore(now.minus(SEEN))) {
            platform.sql().execute("update app.sessions set last_seen_at = ?::timestamptz where id = ?", now, session);
        }
        boolean decided = rows.size() == 1 && row.get("tenant_id") != null;
        return Optional.of(new Caller(person(row), session, null, decided ? membership(row) : null));
    }

    /** Whose key this is, in the key's tenant; none where it is unknown, revoked or over, or its creator has gone. */
    Optional<Caller> byKey(String key, Origin origin) {
        OffsetDateTime now = now();
        Record row = platform.sql().fetchOne(BY_KEY, Tokens.prefixOf(key), Tokens.hash(key), now);
        if (row == null) {
            return Optional.empty();
        }
        Membership creator = membership(row);
        Set<Permission> permissions = permissions(row, "scopes");
        permissions.retainAll(creator.permissions());
        Membership membership = new Membership(
                creator.tenant(), creator.slug(), creator.status(), creator.notice(), creator.role(), permissions);
        noteUse(row, now, origin);
        return Optional.of(new Caller(person(row), null, row.get("prefix", String.class), membership));
    }

    private void noteUse(Record row, OffsetDateTime now, Origin origin) {
        OffsetDateTime lastUsed = row.get("last_used_at", OffsetDateTime.class);
        if (lastUsed != null && lastUsed.isAfter(now.minus(SEEN))) {
            return;
        }
        UUID tenant = row.get("tenant_id", UUID.class);
        UUID id = row.get("key_id", UUID.class);
        platform.as(row.get("user_id", UUID.class), origin, sql -> {
            sql.execute(
                    "update app.api_keys set last_used_at = ?::timestamptz where tenant_id = ? and id = ?",
                    now,
                    tenant,
                    id);
            if (lastUsed == null || lastUsed.isBefore(now.minus(USE_RECORDED))) {
                PlatformWork.record(sql, "use", "api_keys", id, java.util.Map.of(), tenant);
            }
            return 0;
        });
    }

    private static Person person(Record row) {
        return new Person(
                row.get("user_id", UUID.class),
                row.get("email", String.class),
                row.get("name", String.class),
                row.get("email_verified", Boolean.class),
                row.get("platform_admin", Boolean.class));
    }

    private static Membership membership(Record row) {
        Role role = Role.valueOf(row.get("role", String.class));
        Set<Permission> permissions = permissions(row, "permissions");
        permissions.addAll(role.permissions());
        return new Membership(
                new TenantId(row.get("tenant_id", UUID.class)),
                row.get("slug", String.class),
                TenantStatus.valueOf(row.get("tenant_status", String.class)),
                row.get("notice", String.class),
                role,
                permissions);
    }

    /** What is not known any more permits nothing. */
    private static Set<Permission> permissions(Record row, String column) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        List.of(Objects.requireNonNull(row.get(column, String[].class)))
                .forEach(text -> Permission.find(text).ifPresent(permissions::add));
        return permissions;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
