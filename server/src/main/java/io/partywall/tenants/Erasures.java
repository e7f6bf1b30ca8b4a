package io.partywall.tenants;

import static io.partywall.schema.jooq.Tables.ERASURE_LEDGER;
import static io.partywall.schema.jooq.Tables.TENANTS;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.access.Caller;
import io.partywall.access.Origin;
import io.partywall.access.PlatformWork;
import io.partywall.isolation.TenantId;
import io.partywall.schema.jooq.enums.TenantStatus;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * Erases tenants. What was asked for is a line in the ledger, which only grows; whatever of those tenants is still there is
 * removed by {@link #replay}, now, after a crash, or after a backup was restored that still had them. Safe for use by several
 * threads and processes.
 */
public final class Erasures {

    private final DSLContext platform;
    private final ExportFiles exports;

    /** Tenants of the database that this data source reaches, logged in as the platform role. */
    public Erasures(DataSource platform, ExportFiles exports) {
        this.platform = DSL.using(platform, SQLDialect.POSTGRES);
        this.exports = exports;
    }

    /**
     * Takes the tenant's keys away, so that its secrets are lost at once, wherever there is a copy of them; lets nobody in any
     * more; and writes it down to be removed.
     */
    static void begin(PlatformWork work, Caller caller, Origin origin) {
        TenantId tenant = caller.inTenant().tenant();
        work.as(caller.person().id(), origin, sql -> {
            sql.update(TENANTS)
                    .setNull(TENANTS.ENCRYPTION_KEYSET)
                    .set(TENANTS.STATUS, TenantStatus.CANCELLED)
                    .set(TENANTS.NOTICE, "The tenant is being erased.")
                    .where(TENANTS.ID.eq(tenant.value()))
                    .execute();
            PlatformWork.record(
                    sql,
                    "erase",
                    "tenants",
                    tenant,
                    Map.of("slug", caller.inTenant().slug()));
            return sql.insertInto(ERASURE_LEDGER)
                    .set(ERASURE_LEDGER.ID, UuidCreator.getTimeOrderedEpoch())
                    .set(ERASURE_LEDGER.TENANT_ID, tenant.value())
                    .set(ERASURE_LEDGER.ERASED_BY, "user:" + caller.person().id())
                    .set(
                            ERASURE_LEDGER.CERTIFICATE,
                            "Everything of tenant " + tenant + " ("
                                    + caller.inTenant().slug()
                                    + "): its keys when this line was written, its rows after that.")
                    .execute();
        });
    }

    /**
     * Removes whatever is still there of tenants in the ledger, their keys first.
     *
     * @return the tenants that were there
     */
    public List<TenantId> replay() {
        List<UUID> there = platform.selectDistinct(TENANTS.ID)
                .from(TENANTS)
                .join(ERASURE_LEDGER)
                .on(ERASURE_LEDGER.TENANT_ID.eq(TENANTS.ID))
                .fetch(TENANTS.ID);
        for (UUID tenant : there) {
            // In a transaction of its own, so that the secrets are lost even where the removal takes long, or fails.
            platform.update(TENANTS)
                    .setNull(TENANTS.ENCRYPTION_KEYSET)
                    .set(TENANTS.STATUS, TenantStatus.CANCELLED)
                    .where(TENANTS.ID.eq(tenant))
                    .execute();
            platform.deleteFrom(TENANTS).where(TENANTS.ID.eq(tenant)).execute();
            // After the rows, with which the jobs go that write exports.
            exports.forget(new TenantId(tenant));
        }
        return there.stream().map(TenantId::new).toList();
    }
}
