package io.partywall.kpis;

import static io.partywall.schema.jooq.Tables.KPI_DATA_POINTS;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.tables.records.KpiDataPointsRecord;
import io.partywall.values.Moments;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Data points of KPIs in the database, which keeps the KPIs' current values by them. */
@Component
final class KpiDataPointStore {

    /** So that a point may stand for the day that is not over, wherever on earth. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private final Clock clock;

    KpiDataPointStore(Clock clock) {
        this.clock = clock;
    }

    /** Those from one moment, included, to another, excluded; the newest first. */
    Page<KpiDataPoint> list(TenantScope scope, UUID kpi, @Nullable Instant from, @Nullable Instant to, Paging paging) {
        return paging.by(
                scope.sql()
                        .selectFrom(KPI_DATA_POINTS)
                        .where(KPI_DATA_POINTS.KPI_ID.eq(kpi))
                        .and(from == null ? DSL.noCondition() : KPI_DATA_POINTS.TIMESTAMP.ge(Moments.stored(from)))
                        .and(to == null ? DSL.noCondition() : KPI_DATA_POINTS.TIMESTAMP.lt(Moments.stored(to))),
                List.of(KPI_DATA_POINTS.TIMESTAMP.desc(), KPI_DATA_POINTS.ID.desc()),
                KpiDataPointStore::point);
    }

    /** Replaces the value of the point that this source has for this moment; none where it has none. The KPI is locked. */
    Optional<KpiDataPoint> replace(TenantScope scope, UUID kpi, KpiDataPointDraft draft) {
        return scope.sql()
                .update(KPI_DATA_POINTS)
                .set(KPI_DATA_POINTS.VALUE, draft.value())
                .where(KPI_DATA_POINTS.KPI_ID.eq(kpi))
                .and(KPI_DATA_POINTS.TIMESTAMP.eq(moment(draft)))
                .and(KPI_DATA_POINTS.SOURCE.eq(draft.sourceOrManual()))
                .returning()
                .fetchOptional(KpiDataPointStore::point);
    }

    KpiDataPoint create(TenantScope scope, UUID kpi, KpiDataPointDraft draft) {
        return scope.sql()
                .insertInto(KPI_DATA_POINTS)
                .set(KPI_DATA_POINTS.ID, UuidCreator.getTimeOrderedEpoch())
                .set(KPI_DATA_POINTS.KPI_ID, kpi)
                .set(KPI_DATA_POINTS.VALUE, draft.value())
                .set(KPI_DATA_POINTS.TIMESTAMP, moment(draft))
                .set(KPI_DATA_POINTS.SOURCE, draft.sourceOrManual())
                .returning()
                .fetchSingle(KpiDataPointStore::point);
    }

    void delete(TenantScope scope, UUID kpi, UUID id) {
        int deleted = scope.sql()
                .deleteFrom(KPI_DATA_POINTS)
                .where(KPI_DATA_POINTS.KPI_ID.eq(kpi))
                .and(KPI_DATA_POINTS.ID.eq(id))
                .execute();
        if (deleted == 0) {
            throw Refused.notFound("data point", id);
        }
    }

    /** Not far ahead: a point of the future would be the KPI's current value until then. */
    private OffsetDateTime moment(KpiDataPointDraft draft) {
        if (draft.timestamp().isAfter(clock.instant().plus(AHEAD))) {
            throw Refused.invalid("/timestamp", "a data point tells what was: a moment to come cannot have one");
        }
        return Moments.stored(draft.timestamp());
    }

    private static KpiDataPoint point(KpiDataPointsRecord row) {
        return new KpiDataPoint(
                row.getId(),
                row.getValue(),
                row.getTimestamp().toInstant(),
                row.getSource(),
                row.getCreatedAt().toInstant(),
                row.getUpdatedAt().toInstant());
    }
}
