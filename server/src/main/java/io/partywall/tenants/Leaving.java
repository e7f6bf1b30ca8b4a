package io.partywall.tenants;

import static io.partywall.schema.jooq.Tables.TENANT_MEMBERS;

import io.partywall.access.Caller;
import io.partywall.access.Origin;
import io.partywall.access.PlatformWork;
import io.partywall.access.Role;
import io.partywall.http.ProblemType;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantId;
import io.partywall.schema.jooq.enums.MemberRole;
import io.partywall.schema.jooq.enums.MemberStatus;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;

/** Leaves a tenant: anybody may, a viewer too, whose context in the tenant only reads. Hence as the platform role. */
@Component
final class Leaving {

    private final PlatformWork platform;

    Leaving(PlatformWork platform) {
        this.platform = platform;
    }

    void leave(Caller caller, Origin origin) {
        TenantId tenant = caller.inTenant().tenant();
        platform.as(caller.person().id(), origin, sql -> {
            if (caller.inTenant().role() == Role.OWNER) {
                var _ = sql.fetch(
                        "select pg_advisory_xact_lock(hashtextextended('app.tenant_members/' || ?, 0))",
                        tenant.toString());
                boolean another = sql.fetchExists(DSL.selectOne()
                        .from(TENANT_MEMBERS)
                        .where(TENANT_MEMBERS.TENANT_ID.eq(tenant.value()))
                        .and(TENANT_MEMBERS.ROLE.eq(MemberRole.OWNER))
                        .and(TENANT_MEMBERS.STATUS.eq(MemberStatus.ACTIVE))
                        .and(TENANT_MEMBERS.USER_ID.ne(caller.person().id())));
                if (!another) {
                    throw Refused.of(
                            ProblemType.CONFLICT, "the tenant would be left without an owner: hand it over first");
                }
            }
            return sql.deleteFrom(TENANT_MEMBERS)
                    .where(TENANT_MEMBERS.TENANT_ID.eq(tenant.value()))
                    .and(TENANT_MEMBERS.USER_ID.eq(caller.person().id()))
                    .execute();
        });
    }
}
