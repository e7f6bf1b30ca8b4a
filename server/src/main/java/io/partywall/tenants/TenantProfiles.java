package io.partywall.tenants;

import static io.partywall.schema.jooq.Tables.TENANTS;
import static io.partywall.schema.jooq.Tables.TENANT_MEMBERS;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.access.Caller;
import io.partywall.access.Origin;
import io.partywall.access.Person;
import io.partywall.access.PlatformWork;
import io.partywall.http.IfMatch;
import io.partywall.http.Json;
import io.partywall.http.Patch;
import io.partywall.http.ProblemType;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantId;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.enums.MemberRole;
import io.partywall.schema.jooq.enums.MemberStatus;
import io.partywall.schema.jooq.enums.TenantStatus;
import io.partywall.values.FreeJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tenants as their people make and change them. The row of a tenant is written as the platform role, for a caller whose right was
 * checked; it is read through the tenant's own walls.
 */
@Component
final class TenantProfiles {

    /** More than any person runs, and few enough that nobody fills the platform. */
    private static final int MOST_OF_A_PERSON = 100;

    static final List<Field<?>> COLUMNS = List.of(
            TENANTS.ID,
            TENANTS.SLUG,
            TENANTS.NAME,
            TENANTS.DOMAIN,
            TENANTS.STATUS,
            TENANTS.SETTINGS,
            TENANTS.FEATURES,
            TENANTS.MAX_USERS,
            TENANTS.MAX_INTEGRATIONS,
            TENANTS.PLAN_TYPE,
            TENANTS.TIME_ZONE,
            TENANTS.CURRENCY,
            TENANTS.WEEK_STARTS_ON,
            TENANTS.CREATED_AT,
            TENANTS.UPDATED_AT);

    /** What is seen from outside of the tenant: not what its people have set. */
    static final List<Field<?>> OUTSIDE =
            COLUMNS.stream().filter(column -> !column.equals(TENANTS.SETTINGS)).toList();

    private final PlatformWork platform;

    TenantProfiles(PlatformWork platform) {
        this.platform = platform;
    }

    /** Those that the person is a member of, by name. */
    List<TenantProfile> of(Person person) {
        return platform.sql()
                .select(COLUMNS)
                .from(TENANTS)
                .join(TENANT_MEMBERS)
                .on(TENANT_MEMBERS.TENANT_ID.eq(TENANTS.ID))
                .where(TENANT_MEMBERS.USER_ID.eq(person.id()))
                .and(TENANT_MEMBERS.STATUS.eq(MemberStatus.ACTIVE))
                .orderBy(TENANTS.NAME, TENANTS.ID)
                .limit(1_000)
                .fetch(TenantProfiles::profile);
    }

    /** The scope's own. */
    static TenantProfile get(TenantScope scope) {
        return profile(scope.sql().select(COLUMNS).from(TENANTS).fetchSingle());
    }

    static TenantProfile get(DSLContext platform, TenantId tenant) {
        return platform.select(COLUMNS)
                .from(TENANTS)
                .where(TENANTS.ID.eq(tenant.value()))
                .fetchOptional(TenantProfiles::profile)
                .orElseThrow(() -> Refused.notFound("tenant", tenant));
    }

    static TenantProfile outside(DSLContext platform, UUID tenant) {
        return platform.select(OUTSIDE)
                .from(TENANTS)
                .where(TENANTS.ID.eq(tenant))
                .fetchOptional(TenantProfiles::outside)
                .orElseThrow(() -> Refused.notFound("tenant", tenant));
    }

    static TenantProfile outside(Record row) {
        return profile(row, Json.mapper().createObjectNode());
    }

    /** Makes a tenant, and the person its owner. */
    TenantProfile create(Person person, String slug, TenantDraft draft, Origin origin) {
        if (!person.emailVerified()) {
            throw Refused.of(ProblemType.EMAIL_NOT_VERIFIED);
        }
        return platform.as(person.id(), origin, sql -> {
            requireFewerThanMost(sql, person);
            UUID id = UuidCreator.getTimeOrderedEpoch();
            int made = sql.insertInto(TENANTS)
                    .set(TENANTS.ID, id)
                    .set(TENANTS.SLUG, slug)
                    .set(TENANTS.STATUS, TenantStatus.ACTIVE)
                    .set(columns(draft))
                    .onConflict(TENANTS.SLUG)
                    .doNothing()
                    .execute();
            if (made == 0) {
                throw Refused.of(ProblemType.CONFLICT, "the slug '" + slug + "' is taken");
            }
            sql.insertInto(TENANT_MEMBERS)
                    .set(TENANT_MEMBERS.TENANT_ID, id)
                    .set(TENANT_MEMBERS.ID, UuidCreator.getTimeOrderedEpoch())
                    .set(TENANT_MEMBERS.USER_ID, person.id())
                    .set(TENANT_MEMBERS.ROLE, MemberRole.OWNER)
                    .execute();
            return get(sql, new TenantId(id));
        });
    }

    private static void requireFewerThanMost(DSLContext sql, Person person) {
        int owned = sql.fetchCount(
                TENANT_MEMBERS, TENANT_MEMBERS.USER_ID.eq(person.id()).and(TENANT_MEMBERS.ROLE.eq(MemberRole.OWNER)));
        if (owned >= MOST_OF_A_PERSON) {
            throw Refused.of(ProblemType.LIMIT_REACHED, "a person owns at most " + MOST_OF_A_PERSON + " tenants")
                    .with("current", owned)
                    .with("limit", MOST_OF_A_PERSON);
        }
    }

    TenantProfile update(Caller caller, Patch<TenantDraft> patch, IfMatch ifMatch, Origin origin) {
        TenantId tenant = caller.inTenant().tenant();
        return platform.as(caller.person().id(), origin, sql -> {
            TenantProfile before = sql.select(COLUMNS)
                    .from(TENANTS)
                    .where(TENANTS.ID.eq(tenant.value()))
                    .forNoKeyUpdate()
                    .fetchSingle(TenantProfiles::profile);
            ifMatch.check(before);
            sql.update(TENANTS)
                    .set(columns(patch.applyTo(TenantDraft.of(before))))
                    .where(TENANTS.ID.eq(tenant.value()))
                    .execute();
            return get(sql, tenant);
        });
    }

    private static Map<Field<?>, @Nullable Object> columns(TenantDraft draft) {
        Map<Field<?>, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put(TENANTS.NAME, draft.name().strip());
        columns.put(TENANTS.DOMAIN, draft.domain());
        columns.put(TENANTS.SETTINGS, FreeJson.storedOrEmpty(draft.settings()));
        columns.put(TENANTS.TIME_ZONE, draft.timeZone());
        columns.put(TENANTS.CURRENCY, draft.currency());
        columns.put(TENANTS.WEEK_STARTS_ON, (short) draft.weekStartsOn());
        return columns;
    }

    static TenantProfile profile(Record row) {
        return profile(row, FreeJson.object(row.get(TENANTS.SETTINGS)));
    }

    private static TenantProfile profile(Record row, ObjectNode settings) {
        return new TenantProfile(
                row.get(TENANTS.ID),
                row.get(TENANTS.SLUG),
                row.get(TENANTS.NAME),
                row.get(TENANTS.DOMAIN),
                row.get(TENANTS.STATUS),
                settings,
                List.of(row.get(TENANTS.FEATURES)),
                row.get(TENANTS.MAX_USERS),
                row.get(TENANTS.MAX_INTEGRATIONS),
                row.get(TENANTS.PLAN_TYPE),
                row.get(TENANTS.TIME_ZONE),
                row.get(TENANTS.CURRENCY),
                row.get(TENANTS.WEEK_STARTS_ON),
                row.get(TENANTS.CREATED_AT).toInstant(),
                row.get(TENANTS.UPDATED_AT).toInstant());
    }
}
