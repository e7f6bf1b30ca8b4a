package io.partywall.metrics;

import static io.partywall.schema.jooq.Tables.METRIC_DEFINITIONS;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.access.Person;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.ProblemType;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.tables.MetricDefinitions;
import io.partywall.schema.jooq.tables.records.MetricDefinitionsRecord;
import io.partywall.values.FreeJson;
import io.partywall.values.Moments;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record1;
import org.jooq.Result;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Versions of metrics in the database. */
@Component
final class MetricStore {

    private final Clock clock;

    MetricStore(Clock clock) {
        this.clock = clock;
    }

    /** The ruling version of each metric at a moment, by code. */
    Page<MetricDefinition> list(
            TenantScope scope, @Nullable String code, boolean deprecated, @Nullable Instant asOf, Paging paging) {
        OffsetDateTime then = asOf == null ? now() : Moments.stored(asOf);
        MetricDefinitions higher = METRIC_DEFINITIONS.as("higher");
        Condition ruling = METRIC_DEFINITIONS
                .EFFECTIVE_AT
                .le(then)
                .and(DSL.notExists(DSL.selectOne()
                        .from(higher)
                        .where(higher.CODE.eq(METRIC_DEFINITIONS.CODE))
                        .and(higher.VERSION.gt(METRIC_DEFINITIONS.VERSION))
                        .and(higher.EFFECTIVE_AT.le(then))));
        return paging.by(
                scope.sql()
                        .selectFrom(METRIC_DEFINITIONS)
                        .where(ruling)
                        .and(
                                deprecated
                                        ? METRIC_DEFINITIONS.DEPRECATED_AT.le(then)
                                        : METRIC_DEFINITIONS
                                                .DEPRECATED_AT
                                                .isNull()
                                                .or(METRIC_DEFINITIONS.DEPRECATED_AT.gt(then)))
                        .and(code == null ? DSL.noCondition() : METRIC_DEFINITIONS.CODE.eq(code)),
                List.of(METRIC_DEFINITIONS.CODE.asc(), METRIC_DEFINITIONS.ID.asc()),
                MetricStore::definition);
    }

    /** All versions, the newest first. {@link Refused} where there is no such metric. */
    Page<MetricDefinition> versions(TenantScope scope, String code, Paging paging) {
        MetricDefinition _ = current(scope, code);
        return paging.by(
                scope.sql().selectFrom(METRIC_DEFINITIONS).where(METRIC_DEFINITIONS.CODE.eq(code)),
                List.of(METRIC_DEFINITIONS.VERSION.desc(), METRIC_DEFINITIONS.ID.desc()),
                MetricStore::definition);
    }

    /** The version that rules now; the newest where none does yet, so that what was announced has an address. */
    MetricDefinition current(TenantScope scope, String code) {
        return scope.sql()
                .selectFrom(METRIC_DEFINITIONS)
                .where(METRIC_DEFINITIONS.CODE.eq(code))
                .orderBy(DSL.field(METRIC_DEFINITIONS.EFFECTIVE_AT.le(now())).desc(), METRIC_DEFINITIONS.VERSION.desc())
                .limit(1)
                .fetchOptional(MetricStore::definition)
                .orElseThrow(() -> Refused.notFound("metric", code));
    }

    MetricDefinition asOf(TenantScope scope, String code, Instant moment) {
        return newest(scope, code, METRIC_DEFINITIONS.EFFECTIVE_AT.le(Moments.stored(moment)))
                .orElseThrow(() -> Refused.notFound("metric at " + moment + " named", code));
    }

    MetricDefinition version(TenantScope scope, String code, int version) {
        return newest(scope, code, METRIC_DEFINITIONS.VERSION.eq(version))
                .orElseThrow(() -> Refused.notFound("version " + version + " of the metric", code));
    }

    private static Optional<MetricDefinition> newest(TenantScope scope, String code, Condition condition) {
        return scope.sql()
                .selectFrom(METRIC_DEFINITIONS)
                .where(METRIC_DEFINITIONS.CODE.eq(code))
                .and(condition)
                .orderBy(METRIC_DEFINITIONS.VERSION.desc())
                .limit(1)
                .fetchOptional(MetricStore::definition);
    }

    /**
     * The newest version, while nobody else can make another until the transaction ends. All changes of a metric meet at its first
     * version: who waits for a lock on the newest would get that one, when it has ceased to be the newest.
     */
    MetricDefinition lock(TenantScope scope, String code) {
        Result<Record1<Integer>> _ = scope.sql()
                .select(METRIC_DEFINITIONS.VERSION)
                .from(METRIC_DEFINITIONS)
                .where(METRIC_DEFINITIONS.CODE.eq(code))
                .and(METRIC_DEFINITIONS.VERSION.eq(1))
                .forNoKeyUpdate()
                .fetch();
        return newest(scope, code, DSL.noCondition()).orElseThrow(() -> Refused.notFound("metric", code));
    }

    /** {@link Refused} where there is one with that code, also a deprecated one: what its figures meant must stay clear. */
    MetricDefinition create(TenantScope scope, MetricDraft draft, Person author) {
        newest(scope, draft.code(), DSL.noCondition()).ifPresent(there -> {
            throw Refused.of(
                    ProblemType.CONFLICT,
                    there.deprecatedAt() == null
                            ? "there is a metric '" + there.code() + "' already: change it to make its next version"
                            : "there was a metric '" + there.code() + "', which is deprecated: choose another code");
        });
        return add(scope, draft, 1, author);
    }

    /** Its next version. */
    MetricDefinition add(TenantScope scope, MetricDraft draft, int version, Person author) {
        ObjectNode formula = draft.formula();
        return scope.sql()
                .insertInto(METRIC_DEFINITIONS)
                .set(METRIC_DEFINITIONS.ID, UuidCreator.getTimeOrderedEpoch())
                .set(METRIC_DEFINITIONS.CODE, draft.code())
                .set(METRIC_DEFINITIONS.NAME, draft.name().strip())
                .set(METRIC_DEFINITIONS.DESCRIPTION, draft.descriptionOrNone())
                .set(METRIC_DEFINITIONS.FORMULA, formula == null ? null : FreeJson.stored(formula))
                .set(METRIC_DEFINITIONS.VERSION, version)
                .set(METRIC_DEFINITIONS.EFFECTIVE_AT, effectiveAt(draft))
                .set(METRIC_DEFINITIONS.CREATED_BY_ID, author.id())
                .set(METRIC_DEFINITIONS.CREATED_BY_NAME, author.name())
                .returning()
                .fetchSingle(MetricStore::definition);
    }

    private OffsetDateTime effectiveAt(MetricDraft draft) {
        Instant wanted = draft.effectiveAt();
        if (wanted == null) {
            return now();
        }
        if (wanted.isBefore(clock.instant())) {
            throw Refused.invalid(
                    "/effective_at", "a version cannot rule the past: leave it out for now, or name a moment to come");
        }
        return Moments.stored(wanted);
    }

    /** With what was announced for later; what was superseded stays as it is. */
    MetricDefinition deprecate(TenantScope scope, String code) {
        OffsetDateTime now = now();
        Integer ruling = scope.sql()
                .select(DSL.coalesce(DSL.max(METRIC_DEFINITIONS.VERSION), 0))
                .from(METRIC_DEFINITIONS)
                .where(METRIC_DEFINITIONS.CODE.eq(code))
                .and(METRIC_DEFINITIONS.EFFECTIVE_AT.le(now))
                .fetchSingle(0, Integer.class);
        int _ = scope.sql()
                .update(METRIC_DEFINITIONS)
                .set(METRIC_DEFINITIONS.DEPRECATED_AT, now)
                .where(METRIC_DEFINITIONS.CODE.eq(code))
                .and(METRIC_DEFINITIONS.VERSION.ge(ruling))
                .and(METRIC_DEFINITIONS.DEPRECATED_AT.isNull())
                .execute();
        return current(scope, code);
    }

    private OffsetDateTime now() {
        return Moments.stored(clock.instant());
    }

    private static MetricDefinition definition(MetricDefinitionsRecord row) {
        return new MetricDefinition(
                row.getId(),
                row.getCode(),
                row.getName(),
                row.getDescription(),
                FreeJson.read(row.getFormula()),
                row.getVersion(),
                row.getEffectiveAt().toInstant(),
                Moments.read(row.getDeprecatedAt()),
                row.getCreatedById(),
                row.getCreatedByName(),
                row.getCreatedAt().toInstant(),
                row.getUpdatedAt().toInstant());
    }
}
