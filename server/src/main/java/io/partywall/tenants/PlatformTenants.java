package io.partywall.tenants;

import static io.partywall.schema.jooq.Tables.TENANTS;

import io.partywall.access.Caller;
import io.partywall.access.Origin;
import io.partywall.access.PlatformWork;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Refused;
import io.partywall.schema.jooq.enums.TenantStatus;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What administrators of the platform do with tenants. They see that a tenant is there, and nothing that it holds. */
@Component
final class PlatformTenants {

    private final PlatformWork platform;

    PlatformTenants(PlatformWork platform) {
        this.platform = platform;
    }

    Page<TenantProfile> list(@Nullable TenantStatus status, Paging paging) {
        return paging.newestFirst(
                platform.sql()
                        .select(TenantProfiles.OUTSIDE)
                        .from(TENANTS)
                        .where(status == null ? DSL.noCondition() : TENANTS.STATUS.eq(status)),
                TENANTS.ID,
                TenantProfiles::outside);
    }

    TenantProfile get(UUID id) {
        return TenantProfiles.outside(platform.sql(), id);
    }

    /** Limits of a tenant's own, and what it may use beyond what all have. */
    TenantProfile update(
            Caller caller,
            UUID id,
            @Nullable Integer maxUsers,
            @Nullable Integer maxIntegrations,
            List<String> features,
            Origin origin) {
        return change(
                caller,
                id,
                "platform-update",
                origin,
                sql -> sql.update(TENANTS)
                        .set(TENANTS.MAX_USERS, maxUsers)
                        .set(TENANTS.MAX_INTEGRATIONS, maxIntegrations)
                        .set(TENANTS.FEATURES, features.toArray(String[]::new))
                        .where(TENANTS.ID.eq(id))
                        .execute());
    }

    /** Stops all work in a tenant at once: its people read the notice and nothing else. */
    TenantProfile suspend(Caller caller, UUID id, String notice, Origin origin) {
        return change(
                caller,
                id,
                "suspend",
                origin,
                sql -> sql.update(TENANTS)
                        .set(TENANTS.STATUS, TenantStatus.SUSPENDED)
                        .set(TENANTS.NOTICE, notice)
                        .where(TENANTS.ID.eq(id))
                        .and(TENANTS.STATUS.ne(TenantStatus.CANCELLED))
                        .execute());
    }

    TenantProfile resume(Caller caller, UUID id, Origin origin) {
        return change(
                caller,
                id,
                "resume",
                origin,
                sql -> sql.update(TENANTS)
                        .set(TENANTS.STATUS, TenantStatus.ACTIVE)
                        .setNull(TENANTS.NOTICE)
                        .where(TENANTS.ID.eq(id))
                        .and(TENANTS.STATUS.eq(TenantStatus.SUSPENDED))
                        .execute());
    }

    /** A change of one row. */
    @FunctionalInterface
    private interface Change {
        int apply(DSLContext sql);
    }

    private TenantProfile change(Caller caller, UUID id, String action, Origin origin, Change change) {
        return platform.as(caller.person().id(), origin, sql -> {
            if (change.apply(sql) == 0) {
                throw Refused.notFound("tenant for this", id);
            }
            PlatformWork.record(sql, action, "tenants", id, Map.of(), id);
            return TenantProfiles.outside(sql, id);
        });
    }
}
