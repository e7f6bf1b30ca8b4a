package io.partywall.goals;

import static io.partywall.schema.jooq.Tables.GOALS;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.enums.GoalStatus;
import io.partywall.schema.jooq.tables.records.GoalsRecord;
import io.partywall.values.Moments;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Goals in the database. */
@Component
final class GoalStore {

    private final GoalKpis kpis;
    private final Clock clock;

    GoalStore(GoalKpis kpis, Clock clock) {
        this.kpis = kpis;
        this.clock = clock;
    }

    Page<Goal> list(TenantScope scope, @Nullable GoalStatus status, boolean deleted, Paging paging) {
        Page<GoalsRecord> page = paging.newestFirst(
                scope.sql()
                        .selectFrom(GOALS)
                        .where(deleted ? GOALS.DELETED_AT.isNotNull() : GOALS.DELETED_AT.isNull())
                        .and(status == null ? DSL.noCondition() : GOALS.STATUS.eq(status)),
                GOALS.ID,
                row -> row);
        Map<UUID, List<GoalKpi>> measures =
                kpis.of(scope, page.items().stream().map(GoalsRecord::getId).toList());
        return new Page<>(
                page.items().stream()
                        .map(row -> goal(row, measures.getOrDefault(row.getId(), List.of())))
                        .toList(),
                page.next());
    }

    /** {@link Refused} where there is none. */
    Goal get(TenantScope scope, UUID id) {
        return found(
                scope, id, scope.sql().selectFrom(GOALS).where(GOALS.ID.eq(id)).fetchOptional());
    }

    /** The same, held until the transaction ends; with its KPIs, which change with it only. */
    Goal lock(TenantScope scope, UUID id) {
        return found(
                scope,
                id,
                scope.sql()
                        .selectFrom(GOALS)
                        .where(GOALS.ID.eq(id))
                        .forNoKeyUpdate()
                        .fetchOptional());
    }

    private Goal found(TenantScope scope, UUID id, Optional<GoalsRecord> goal) {
        return goal.map(row -> withKpis(scope, row)).orElseThrow(() -> Refused.notFound("goal", id));
    }

    Goal create(TenantScope scope, GoalDraft draft) {
        draft.check();
        GoalsRecord row = scope.sql()
                .insertInto(GOALS)
                .set(GOALS.ID, UuidCreator.getTimeOrderedEpoch())
                .set(columns(draft))
                .returning()
                .fetchSingle();
        kpis.replace(scope, row.getId(), Set.of(), draft.kpisOrNone());
        return withKpis(scope, row);
    }

    Goal update(TenantScope scope, Goal before, GoalDraft draft) {
        draft.check();
        GoalsRecord row = scope.sql()
                .update(GOALS)
                .set(columns(draft))
                .where(GOALS.ID.eq(before.id()))
                .returning()
                .fetchSingle();
        kpis.replace(
                scope,
                before.id(),
                before.kpis().stream().map(GoalKpi::kpiId).collect(Collectors.toSet()),
                draft.kpisOrNone());
        return withKpis(scope, row);
    }

    /** Puts it out of sight, or back. */
    Goal setDeleted(TenantScope scope, UUID id, boolean deleted) {
        return withKpis(
                scope,
                scope.sql()
                        .update(GOALS)
                        .set(GOALS.DELETED_AT, deleted ? Moments.stored(clock.instant()) : null)
                        .where(GOALS.ID.eq(id))
                        .returning()
                        .fetchSingle());
    }

    private static Map<Field<?>, @Nullable Object> columns(GoalDraft draft) {
        Map<Field<?>, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put(GOALS.TITLE, draft.title().strip());
        columns.put(GOALS.DESCRIPTION, draft.description());
        columns.put(GOALS.START_DATE, draft.startDate());
        columns.put(GOALS.TARGET_DATE, draft.targetDate());
        columns.put(GOALS.STATUS, draft.statusOrActive());
        return columns;
    }

    private Goal withKpis(TenantScope scope, GoalsRecord row) {
        return goal(row, kpis.of(scope, List.of(row.getId())).getOrDefault(row.getId(), List.of()));
    }

    private static Goal goal(GoalsRecord row, List<GoalKpi> kpis) {
        return new Goal(
                row.getId(),
                row.getTitle(),
                row.getDescription(),
                row.getStartDate(),
                row.getTargetDate(),
                row.getStatus(),
                GoalProgress.of(kpis),
                kpis,
                Moments.read(row.getDeletedAt()),
                row.getCreatedAt().toInstant(),
                row.getUpdatedAt().toInstant());
    }
}
