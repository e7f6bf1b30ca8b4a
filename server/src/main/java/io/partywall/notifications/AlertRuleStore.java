package io.partywall.notifications;

import static io.partywall.schema.jooq.Tables.ALERT_RULES;
import static io.partywall.schema.jooq.Tables.KPIS;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.http.Json;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.tables.records.AlertRulesRecord;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Alert rules in the database. */
@Component
final class AlertRuleStore {

    Page<AlertRule> list(TenantScope scope, @Nullable UUID kpi, @Nullable Boolean enabled, Paging paging) {
        return paging.newestFirst(
                scope.sql()
                        .selectFrom(ALERT_RULES)
                        .where(kpi == null ? DSL.noCondition() : ALERT_RULES.KPI_ID.eq(kpi))
                        .and(enabled == null ? DSL.noCondition() : ALERT_RULES.ENABLED.eq(enabled)),
                ALERT_RULES.ID,
                AlertRuleStore::rule);
    }

    /** {@link Refused} where there is none. */
    AlertRule get(TenantScope scope, UUID id) {
        return found(
                id,
                scope.sql().selectFrom(ALERT_RULES).where(ALERT_RULES.ID.eq(id)).fetchOptional(AlertRuleStore::rule));
    }

    /** The same, held until the transaction ends. */
    AlertRule lock(TenantScope scope, UUID id) {
        return found(
                id,
                scope.sql()
                        .selectFrom(ALERT_RULES)
                        .where(ALERT_RULES.ID.eq(id))
                        .forNoKeyUpdate()
                        .fetchOptional(AlertRuleStore::rule));
    }

    private static AlertRule found(UUID id, Optional<AlertRule> rule) {
        return rule.orElseThrow(() -> Refused.notFound("alert rule", id));
    }

    AlertRule create(TenantScope scope, AlertRuleDraft draft) {
        check(scope, draft);
        return scope.sql()
                .insertInto(ALERT_RULES)
                .set(ALERT_RULES.ID, UuidCreator.getTimeOrderedEpoch())
                .set(columns(draft))
                .returning()
                .fetchSingle(AlertRuleStore::rule);
    }

    AlertRule update(TenantScope scope, UUID id, AlertRuleDraft draft) {
        check(scope, draft);
        return scope.sql()
                .update(ALERT_RULES)
                .set(columns(draft))
                .where(ALERT_RULES.ID.eq(id))
                .returning()
                .fetchSingle(AlertRuleStore::rule);
    }

    void delete(TenantScope scope, UUID id) {
        scope.sql().deleteFrom(ALERT_RULES).where(ALERT_RULES.ID.eq(id)).execute();
    }

    /** The foreign key holds whatever happens in between, but cannot say which value it was. */
    private static void check(TenantScope scope, AlertRuleDraft draft) {
        draft.check();
        UUID kpi = draft.kpiId();
        if (kpi != null && !scope.sql().fetchExists(KPIS, KPIS.ID.eq(kpi))) {
            throw Refused.invalid("/kpi_id", "there is no KPI '" + kpi + "'");
        }
    }

    private static Map<Field<?>, @Nullable Object> columns(AlertRuleDraft draft) {
        Instant snoozedUntil = draft.snoozedUntil();
        Map<Field<?>, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put(ALERT_RULES.KPI_ID, draft.kpiId());
        columns.put(ALERT_RULES.METRIC_CODE, draft.metricCode());
        columns.put(ALERT_RULES.CONDITION, JSONB.valueOf(Json.mapper().writeValueAsString(draft.condition())));
        columns.put(
                ALERT_RULES.CHANNELS,
                draft.channels().stream().distinct().sorted().map(Channel::name).toArray(String[]::new));
        columns.put(ALERT_RULES.SNOOZED_UNTIL, snoozedUntil == null ? null : snoozedUntil.atOffset(ZoneOffset.UTC));
        columns.put(ALERT_RULES.ENABLED, draft.isEnabledOrNotSaid());
        return columns;
    }

    private static AlertRule rule(AlertRulesRecord row) {
        OffsetDateTime snoozedUntil = row.getSnoozedUntil();
        return new AlertRule(
                row.getId(),
                row.getKpiId(),
                row.getMetricCode(),
                Json.mapper().readValue(row.getCondition().data(), AlertCondition.class),
                Arrays.stream(row.getChannels()).map(Channel::valueOf).toList(),
                snoozedUntil == null ? null : snoozedUntil.toInstant(),
                row.getEnabled(),
                row.getCreatedAt().toInstant(),
                row.getUpdatedAt().toInstant());
    }
}
