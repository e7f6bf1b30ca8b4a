package io.partywall.snapshots;

import static io.partywall.schema.jooq.Tables.ANALYTICS_SNAPSHOTS;
import static io.partywall.schema.jooq.Tables.USAGE_SNAPSHOTS;

import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.tables.records.AnalyticsSnapshotsRecord;
import io.partywall.schema.jooq.tables.records.UsageSnapshotsRecord;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import org.springframework.stereotype.Component;

/** Snapshots as they are read. */
@Component
final class SnapshotStore {

    Page<DaySnapshot> list(TenantScope scope, Span span, Currency currency, Paging paging) {
        return paging.by(
                scope.sql()
                        .selectFrom(ANALYTICS_SNAPSHOTS)
                        .where(ANALYTICS_SNAPSHOTS.DATE.between(span.from(), span.to())),
                List.of(ANALYTICS_SNAPSHOTS.DATE.desc()),
                row -> snapshot(row, currency));
    }

    /** {@link Refused} where the day has none. */
    DaySnapshot get(TenantScope scope, LocalDate date, Currency currency) {
        return scope.sql()
                .selectFrom(ANALYTICS_SNAPSHOTS)
                .where(ANALYTICS_SNAPSHOTS.DATE.eq(date))
                .fetchOptional(row -> snapshot(row, currency))
                .orElseThrow(() -> Refused.notFound("snapshot", date));
    }

    Page<UsageDay> listUsage(TenantScope scope, Span span, Paging paging) {
        return paging.by(
                scope.sql().selectFrom(USAGE_SNAPSHOTS).where(USAGE_SNAPSHOTS.DATE.between(span.from(), span.to())),
                List.of(USAGE_SNAPSHOTS.DATE.desc()),
                SnapshotStore::usage);
    }

    private static DaySnapshot snapshot(AnalyticsSnapshotsRecord row, Currency currency) {
        return new DaySnapshot(
                row.getDate(),
                row.getSessions(),
                row.getUsers(),
                row.getConversions(),
                row.getRevenue(),
                currency,
                Snapshots.breakdown(row.getSourceBreakdown()),
                row.getConnectorId(),
                row.getUpdatedAt().toInstant());
    }

    private static UsageDay usage(UsageSnapshotsRecord row) {
        return new UsageDay(
                row.getDate(),
                row.getApiCalls(),
                row.getTokensUsed(),
                row.getStorageBytes(),
                row.getEventsIngested(),
                row.getJobsRun(),
                row.getUpdatedAt().toInstant());
    }
}
