package io.partywall.goals;

import static io.partywall.schema.jooq.Tables.GOAL_KPIS;
import static io.partywall.schema.jooq.Tables.KPIS;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.Keys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;

/** The KPIs of goals in the database. */
@Component
final class GoalKpis {

    /** Those of all of these goals, by one statement. A deleted KPI keeps its place and its last value. */
    Map<UUID, List<GoalKpi>> of(TenantScope scope, Collection<UUID> goals) {
        if (goals.isEmpty()) {
            return Map.of();
        }
        return scope.sql()
                .select(
                        GOAL_KPIS.GOAL_ID,
                        GOAL_KPIS.KPI_ID,
                        KPIS.NAME,
                        KPIS.CURRENT_VALUE,
                        GOAL_KPIS.WEIGHT,
                        GOAL_KPIS.BASELINE,
                        GOAL_KPIS.TARGET)
                .from(GOAL_KPIS)
                .join(KPIS)
                .on(KPIS.ID.eq(GOAL_KPIS.KPI_ID))
                .where(GOAL_KPIS.GOAL_ID.in(goals))
                .orderBy(GOAL_KPIS.ID)
                .fetchGroups(
                        GOAL_KPIS.GOAL_ID,
                        row -> new GoalKpi(
                                row.get(GOAL_KPIS.KPI_ID),
                                row.get(KPIS.NAME),
                                row.get(KPIS.CURRENT_VALUE),
                                row.get(GOAL_KPIS.WEIGHT),
                                row.get(GOAL_KPIS.BASELINE),
                                row.get(GOAL_KPIS.TARGET)));
    }

    /**
     * Leaves the goal with these KPIs and no others. Those that stay keep their rows, so that the trail tells what was changed
     * rather than that all went and came again.
     *
     * @param before the KPIs that the goal has
     */
    void replace(TenantScope scope, UUID goal, Set<UUID> before, List<GoalDraft.Measure> wanted) {
        requireKpis(scope, before, wanted);
        List<UUID> staying = wanted.stream().map(GoalDraft.Measure::kpiId).toList();
        int _ = scope.sql()
                .deleteFrom(GOAL_KPIS)
                .where(GOAL_KPIS.GOAL_ID.eq(goal))
                .and(GOAL_KPIS.KPI_ID.notIn(staying))
                .execute();
        if (wanted.isEmpty()) {
            return;
        }
        var insert = scope.sql()
                .insertInto(
                        GOAL_KPIS,
                        GOAL_KPIS.ID,
                        GOAL_KPIS.GOAL_ID,
                        GOAL_KPIS.KPI_ID,
                        GOAL_KPIS.WEIGHT,
                        GOAL_KPIS.BASELINE,
                        GOAL_KPIS.TARGET);
        for (GoalDraft.Measure kpi : wanted) {
            insert = insert.values(
                    UuidCreator.getTimeOrderedEpoch(),
                    goal,
                    kpi.kpiId(),
                    kpi.weightOrOne(),
                    kpi.baseline(),
                    kpi.target());
        }
        int _ = insert.onConflictOnConstraint(Keys.GOAL_KPIS_PAIR_KEY)
                .doUpdate()
                .set(GOAL_KPIS.WEIGHT, DSL.excluded(GOAL_KPIS.WEIGHT))
                .set(GOAL_KPIS.BASELINE, DSL.excluded(GOAL_KPIS.BASELINE))
                .set(GOAL_KPIS.TARGET, DSL.excluded(GOAL_KPIS.TARGET))
                .execute();
    }

    /** Refuses new ones that are not in sight; the foreign key would refuse those that are not there, and name none. */
    private static void requireKpis(TenantScope scope, Set<UUID> before, List<GoalDraft.Measure> wanted) {
        Set<UUID> added = wanted.stream()
                .map(GoalDraft.Measure::kpiId)
                .filter(kpi -> !before.contains(kpi))
                .collect(Collectors.toSet());
        if (added.isEmpty()) {
            return;
        }
        Set<UUID> inSight = scope.sql()
                .select(KPIS.ID)
                .from(KPIS)
                .where(KPIS.ID.in(added))
                .and(KPIS.DELETED_AT.isNull())
                .fetchSet(KPIS.ID);
        List<Refused.Fault> faults = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            UUID kpi = wanted.get(i).kpiId();
            if (added.contains(kpi) && !inSight.contains(kpi)) {
                faults.add(
                        new Refused.Fault("/kpis/" + i + "/kpi_id", "there is no KPI '" + kpi + "', or it is deleted"));
            }
        }
        if (!faults.isEmpty()) {
            throw Refused.invalid(faults);
        }
    }
}
