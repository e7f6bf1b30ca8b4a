package io.partywall.kpis;

import static io.partywall.schema.jooq.Tables.KPI_TARGETS;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.ProblemType;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectJoinStep;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.springframework.stereotype.Component;

/**
 * Targets of KPIs in the database, which keeps a period as a range that excludes the day after its last. Whoever writes here has
 * locked the KPI, so that what does not overlap stays so until the transaction ends.
 */
@Component
final class KpiTargetStore {

    /** jOOQ has no type for ranges, and warns of columns whose type it does not know. */
    @SuppressWarnings("deprecation")
    private static final Field<Object> PERIOD = KPI_TARGETS.PERIOD;

    private static final Field<LocalDate> FROM = DSL.function("lower", SQLDataType.LOCALDATE, PERIOD);
    private static final Field<LocalDate> BEHIND = DSL.function("upper", SQLDataType.LOCALDATE, PERIOD);

    /** The latest first. */
    Page<KpiTarget> list(TenantScope scope, UUID kpi, Paging paging) {
        return paging.by(
                select(scope).where(KPI_TARGETS.KPI_ID.eq(kpi)),
                List.of(FROM.desc(), KPI_TARGETS.ID.desc()),
                KpiTargetStore::target);
    }

    /** {@link Refused} where the KPI has no such target. */
    KpiTarget get(TenantScope scope, UUID kpi, UUID id) {
        return select(scope)
                .where(KPI_TARGETS.KPI_ID.eq(kpi))
                .and(KPI_TARGETS.ID.eq(id))
                .fetchOptional(KpiTargetStore::target)
                .orElseThrow(() -> Refused.notFound("target", id));
    }

    KpiTarget create(TenantScope scope, UUID kpi, KpiTargetDraft draft) {
        draft.check();
        refuseOverlap(scope, KPI_TARGETS.KPI_ID.eq(kpi), draft);
        UUID id = UuidCreator.getTimeOrderedEpoch();
        int _ = scope.sql()
                .insertInto(KPI_TARGETS)
                .set(KPI_TARGETS.ID, id)
                .set(KPI_TARGETS.KPI_ID, kpi)
                .set(columns(draft))
                .execute();
        return get(scope, kpi, id);
    }

    KpiTarget update(TenantScope scope, UUID kpi, UUID id, KpiTargetDraft draft) {
        draft.check();
        refuseOverlap(scope, KPI_TARGETS.KPI_ID.eq(kpi).and(KPI_TARGETS.ID.ne(id)), draft);
        int _ = scope.sql()
                .update(KPI_TARGETS)
                .set(columns(draft))
                .where(KPI_TARGETS.ID.eq(id))
                .execute();
        return get(scope, kpi, id);
    }

    void delete(TenantScope scope, UUID id) {
        int _ = scope.sql().deleteFrom(KPI_TARGETS).where(KPI_TARGETS.ID.eq(id)).execute();
    }

    private static void refuseOverlap(TenantScope scope, Condition others, KpiTargetDraft draft) {
        select(scope)
                .where(others)
                .and(FROM.le(draft.to()))
                .and(BEHIND.gt(draft.from()))
                .orderBy(FROM)
                .limit(1)
                .fetchOptional(KpiTargetStore::target)
                .ifPresent(there -> {
                    throw Refused.of(
                            ProblemType.CONFLICT,
                            "the KPI has a target from " + there.from() + " to " + there.to()
                                    + ", and periods do not overlap");
                });
    }

    private static SelectJoinStep<? extends Record> select(TenantScope scope) {
        return scope.sql()
                .select(KPI_TARGETS.ID, FROM, BEHIND, KPI_TARGETS.VALUE, KPI_TARGETS.CREATED_AT, KPI_TARGETS.UPDATED_AT)
                .from(KPI_TARGETS);
    }

    private static Map<Field<?>, Object> columns(KpiTargetDraft draft) {
        Field<Object> period = DSL.function(
                "daterange", PERIOD.getDataType(), DSL.val(draft.from()), DSL.val(draft.to()), DSL.inline("[]"));
        return Map.of(PERIOD, period, KPI_TARGETS.VALUE, draft.value());
    }

    private static KpiTarget target(Record row) {
        return new KpiTarget(
                row.get(KPI_TARGETS.ID),
                row.get(FROM),
                row.get(BEHIND).minusDays(1),
                row.get(KPI_TARGETS.VALUE),
                row.get(KPI_TARGETS.CREATED_AT).toInstant(),
                row.get(KPI_TARGETS.UPDATED_AT).toInstant());
    }
}
