package io.partywall.snapshots;

import static io.partywall.schema.jooq.Tables.USAGE_SNAPSHOTS;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.isolation.TenantScope;
import java.time.LocalDate;
import org.jooq.impl.DSL;

/** What tenants use of the platform, counted day by day. */
public final class Usage {

    private Usage() {}

    /**
     * Counts events that the scope's tenant has sent, in the scope's transaction. The day's row is locked until that ends: to be
     * called last.
     *
     * @param day of the tenant's own calendar
     */
    public static void addEvents(TenantScope scope, LocalDate day, long events) {
        scope.sql()
                .insertInto(USAGE_SNAPSHOTS)
                .set(USAGE_SNAPSHOTS.ID, UuidCreator.getTimeOrderedEpoch())
                .set(USAGE_SNAPSHOTS.DATE, day)
                .set(USAGE_SNAPSHOTS.EVENTS_INGESTED, events)
                .onConflict(USAGE_SNAPSHOTS.TENANT_ID, USAGE_SNAPSHOTS.DATE)
                .doUpdate()
                .set(
                        USAGE_SNAPSHOTS.EVENTS_INGESTED,
                        USAGE_SNAPSHOTS.EVENTS_INGESTED.plus(DSL.excluded(USAGE_SNAPSHOTS.EVENTS_INGESTED)))
                .execute();
    }
}
