package io.partywall.insights;

import static io.partywall.schema.jooq.Tables.MODULE_INSIGHTS;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.http.Json;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.partywall.values.FreeJson;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Insights in the database. */
@Component
final class InsightStore {

    @SuppressWarnings(
            "deprecation") // Deprecated because jOOQ knows no ranges; in and out it goes by functions that PostgreSQL
    // has.
    private static final Field<Object> PERIOD = MODULE_INSIGHTS.PERIOD;

    private static final Field<LocalDate> PERIOD_FROM = bound("lower");

    /** PostgreSQL keeps a range of days without the one that it ends at. */
    private static final Field<LocalDate> BEHIND_PERIOD = bound("upper");

    private static final List<Field<?>> COLUMNS = List.of(
            MODULE_INSIGHTS.ID,
            MODULE_INSIGHTS.MODULE_SLUG,
            MODULE_INSIGHTS.SEVERITY,
            MODULE_INSIGHTS.SUMMARY,
            MODULE_INSIGHTS.HIGHLIGHTS,
            MODULE_INSIGHTS.ACTION_ITEMS,
            MODULE_INSIGHTS.SCORE,
            PERIOD_FROM,
            BEHIND_PERIOD,
            MODULE_INSIGHTS.METADATA,
            MODULE_INSIGHTS.CREATED_AT,
            MODULE_INSIGHTS.UPDATED_AT);

    private static Field<LocalDate> bound(String which) {
        return DSL.function(DSL.systemName(which), SQLDataType.LOCALDATE, PERIOD)
                .as("period_" + which);
    }

    Page<Insight> list(TenantScope scope, InsightFilter filter, Paging paging) {
        return paging.newestFirst(
                scope.sql().select(COLUMNS).from(MODULE_INSIGHTS).where(filter.condition()),
                MODULE_INSIGHTS.ID,
                InsightStore::insight);
    }

    /** {@link Refused} where there is none. */
    Insight get(TenantScope scope, UUID id) {
        return found(
                id,
                scope.sql()
                        .select(COLUMNS)
                        .from(MODULE_INSIGHTS)
                        .where(MODULE_INSIGHTS.ID.eq(id))
                        .fetchOptional(InsightStore::insight));
    }

    /** The same, held until the transaction ends. */
    Insight lock(TenantScope scope, UUID id) {
        return found(
                id,
                scope.sql()
                        .select(COLUMNS)
                        .from(MODULE_INSIGHTS)
                        .where(MODULE_INSIGHTS.ID.eq(id))
                        .forNoKeyUpdate()
                        .fetchOptional(InsightStore::insight));
    }

    private static Insight found(UUID id, Optional<Insight> insight) {
        return insight.orElseThrow(() -> Refused.notFound("insight", id));
    }

    Insight create(TenantScope scope, InsightDraft draft) {
        return scope.sql()
                .insertInto(MODULE_INSIGHTS)
                .set(MODULE_INSIGHTS.ID, UuidCreator.getTimeOrderedEpoch())
                .set(columns(draft))
                .returningResult(COLUMNS)
                .fetchSingle(InsightStore::insight);
    }

    Insight update(TenantScope scope, UUID id, InsightDraft draft) {
        return scope.sql()
                .update(MODULE_INSIGHTS)
                .set(columns(draft))
                .where(MODULE_INSIGHTS.ID.eq(id))
                .returningResult(COLUMNS)
                .fetchSingle(InsightStore::insight);
    }

    void delete(TenantScope scope, UUID id) {
        scope.sql().deleteFrom(MODULE_INSIGHTS).where(MODULE_INSIGHTS.ID.eq(id)).execute();
    }

    private static Map<Field<?>, @Nullable Object> columns(InsightDraft draft) {
        draft.check();
        Map<Field<?>, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put(MODULE_INSIGHTS.MODULE_SLUG, draft.moduleSlug());
        columns.put(MODULE_INSIGHTS.SEVERITY, draft.severity());
        columns.put(MODULE_INSIGHTS.SUMMARY, draft.summary().strip());
        columns.put(MODULE_INSIGHTS.HIGHLIGHTS, draft.highlightsOrNone().toArray(String[]::new));
        columns.put(
                MODULE_INSIGHTS.ACTION_ITEMS,
                JSONB.valueOf(Json.mapper().writeValueAsString(draft.actionItemsOrNone())));
        columns.put(MODULE_INSIGHTS.SCORE, draft.score());
        columns.put(PERIOD, range(Period.of(draft)));
        columns.put(MODULE_INSIGHTS.METADATA, FreeJson.storedOrEmpty(draft.metadata()));
        return columns;
    }

    private static @Nullable Object range(@Nullable Period period) {
        return period == null
                ? null
                : DSL.function(
                        DSL.systemName("daterange"),
                        PERIOD.getDataType(),
                        DSL.val(period.from()),
                        DSL.val(period.to()),
                        DSL.inline("[]"));
    }

    private static Insight insight(Record row) {
        LocalDate behind = row.get(BEHIND_PERIOD);
        return new Insight(
                row.get(MODULE_INSIGHTS.ID),
                row.get(MODULE_INSIGHTS.MODULE_SLUG),
                row.get(MODULE_INSIGHTS.SEVERITY),
                row.get(MODULE_INSIGHTS.SUMMARY),
                List.of(row.get(MODULE_INSIGHTS.HIGHLIGHTS)),
                List.of(Json.mapper()
                        .readValue(row.get(MODULE_INSIGHTS.ACTION_ITEMS).data(), ActionItem[].class)),
                row.get(MODULE_INSIGHTS.SCORE),
                row.get(PERIOD_FROM),
                behind == null ? null : behind.minusDays(1),
                FreeJson.object(row.get(MODULE_INSIGHTS.METADATA)),
                row.get(MODULE_INSIGHTS.CREATED_AT).toInstant(),
                row.get(MODULE_INSIGHTS.UPDATED_AT).toInstant());
    }
}
