package io.partywall.kpis;

import static io.partywall.schema.jooq.Tables.KPIS;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.ProblemType;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.enums.KpiCategory;
import io.partywall.schema.jooq.tables.records.KpisRecord;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** KPIs in the database. */
@Component
final class KpiStore {

    private final Clock clock;

    KpiStore(Clock clock) {
        this.clock = clock;
    }

    Page<Kpi> list(TenantScope scope, @Nullable KpiCategory category, boolean deleted, Paging paging) {
        return paging.newestFirst(
                scope.sql()
                        .selectFrom(KPIS)
                        .where(deleted ? KPIS.DELETED_AT.isNotNull() : KPIS.DELETED_AT.isNull())
                        .and(category == null ? DSL.noCondition() : KPIS.CATEGORY.eq(category)),
                KPIS.ID,
                KpiStore::kpi);
    }

    /** {@link Refused} where there is none. */
    Kpi get(TenantScope scope, UUID id) {
        return found(id, scope.sql().selectFrom(KPIS).where(KPIS.ID.eq(id)).fetchOptional(KpiStore::kpi));
    }

    /** The same, held until the transaction ends. */
    Kpi lock(TenantScope scope, UUID id) {
        return found(
                id,
                scope.sql()
                        .selectFrom(KPIS)
                        .where(KPIS.ID.eq(id))
                        .forNoKeyUpdate()
                        .fetchOptional(KpiStore::kpi));
    }

    /** The same, where it is in sight: while a KPI is deleted, its history is read only. */
    void lockInSight(TenantScope scope, UUID id) {
        if (lock(scope, id).deletedAt() != null) {
            throw Refused.of(ProblemType.CONFLICT, "the KPI '" + id + "' is deleted: restore it first");
        }
    }

    private static Kpi found(UUID id, Optional<Kpi> kpi) {
        return kpi.orElseThrow(() -> Refused.notFound("KPI", id));
    }

    Kpi create(TenantScope scope, KpiDraft draft) {
        return scope.sql()
                .insertInto(KPIS)
                .set(KPIS.ID, UuidCreator.getTimeOrderedEpoch())
                .set(columns(draft))
                .returning()
                .fetchSingle(KpiStore::kpi);
    }

    Kpi update(TenantScope scope, UUID id, KpiDraft draft) {
        return scope.sql()
                .update(KPIS)
                .set(columns(draft))
                .where(KPIS.ID.eq(id))
                .returning()
                .fetchSingle(KpiStore::kpi);
    }

    /** Puts it out of sight, or back. */
    Kpi setDeleted(TenantScope scope, UUID id, boolean deleted) {
        OffsetDateTime since = deleted ? clock.instant().atOffset(ZoneOffset.UTC) : null;
        return scope.sql()
                .update(KPIS)
                .set(KPIS.DELETED_AT, since)
                .where(KPIS.ID.eq(id))
                .returning()
                .fetchSingle(KpiStore::kpi);
    }

    private static Map<Field<?>, @Nullable Object> columns(KpiDraft draft) {
        Map<Field<?>, @Nullable Object> columns = new java.util.LinkedHashMap<>();
        columns.put(KPIS.NAME, draft.name().strip());
        columns.put(KPIS.DESCRIPTION, draft.description());
        columns.put(KPIS.TARGET_VALUE, draft.targetValue());
        columns.put(KPIS.UNIT, draft.unit());
        columns.put(KPIS.CATEGORY, draft.categoryOrOther());
        columns.put(KPIS.DIRECTION, draft.directionOrUp());
        columns.put(KPIS.METRIC_CODE, draft.metricCode());
        columns.put(KPIS.IS_ACTIVE, draft.isActiveOrNotSaid());
        return columns;
    }

    private static Kpi kpi(KpisRecord row) {
        OffsetDateTime deletedAt = row.getDeletedAt();
        return new Kpi(
                row.getId(),
                row.getName(),
                row.getDescription(),
                row.getTargetValue(),
                row.getCurrentValue(),
                row.getUnit(),
                row.getCategory(),
                row.getDirection(),
                row.getMetricCode(),
                row.getIsActive(),
                deletedAt == null ? null : deletedAt.toInstant(),
                row.getCreatedAt().toInstant(),
                row.getUpdatedAt().toInstant());
    }
}
