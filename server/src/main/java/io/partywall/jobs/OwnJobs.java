package io.partywall.jobs;

import static io.partywall.schema.jooq.Tables.FINISHED_JOBS;
import static io.partywall.schema.jooq.Tables.JOBS;

import io.partywall.http.Json;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** A tenant's own jobs, as it reads them: those that wait and run, and those that are over. */
@Component
final class OwnJobs {

    private static final Table<?> BOTH = DSL.select(
                    JOBS.ID,
                    JOBS.QUEUE,
                    JOBS.TYPE,
                    JOBS.PAYLOAD,
                    JOBS.STATE,
                    JOBS.PRIORITY,
                    JOBS.ATTEMPTS,
                    JOBS.MAX_ATTEMPTS,
                    DSL.castNull(FINISHED_JOBS.RESULT).as(FINISHED_JOBS.RESULT),
                    JOBS.ERROR,
                    JOBS.ERRORS,
                    JOBS.PROGRESS,
                    JOBS.PROGRESS_NOTE,
                    JOBS.MODULE_SLUG,
                    JOBS.CONNECTOR_ID,
                    JOBS.CREATED_AT,
                    JOBS.RUN_AT,
                    JOBS.STARTED_AT,
                    JOBS.CANCEL_REQUESTED_AT,
                    DSL.castNull(FINISHED_JOBS.FINISHED_AT).as(FINISHED_JOBS.FINISHED_AT))
            .from(JOBS)
            .unionAll(DSL.select(
                            FINISHED_JOBS.ID,
                            FINISHED_JOBS.QUEUE,
                            FINISHED_JOBS.TYPE,
                            FINISHED_JOBS.PAYLOAD,
                            FINISHED_JOBS.STATE,
                            FINISHED_JOBS.PRIORITY,
                            FINISHED_JOBS.ATTEMPTS,
                            FINISHED_JOBS.MAX_ATTEMPTS,
                            FINISHED_JOBS.RESULT,
                            FINISHED_JOBS.ERROR,
                            FINISHED_JOBS.ERRORS,
                            DSL.castNull(JOBS.PROGRESS),
                            DSL.castNull(JOBS.PROGRESS_NOTE),
                            FINISHED_JOBS.MODULE_SLUG,
                            FINISHED_JOBS.CONNECTOR_ID,
                            FINISHED_JOBS.CREATED_AT,
                            FINISHED_JOBS.RUN_AT,
                            FINISHED_JOBS.STARTED_AT,
                            DSL.castNull(JOBS.CANCEL_REQUESTED_AT),
                            FINISHED_JOBS.FINISHED_AT)
                    .from(FINISHED_JOBS))
            .asTable("job");

    /** How many jobs of a tenant are not over. */
    record Load(int waiting, int running) {}

    Page<OwnJob> list(
            TenantScope scope, @Nullable JobState state, @Nullable String type, @Nullable String queue, Paging paging) {
        Condition wanted = DSL.and(
                state == null ? DSL.noCondition() : of(JOBS.STATE).eq(stored(state)),
                type == null ? DSL.noCondition() : of(JOBS.TYPE).eq(type),
                queue == null ? DSL.noCondition() : of(JOBS.QUEUE).eq(queue));
        return paging.newestFirst(
                scope.sql().select(BOTH.fields()).from(BOTH).where(wanted), of(JOBS.ID), OwnJobs::job);
    }

    /** {@link Refused} where the tenant has none with this id. */
    OwnJob get(TenantScope scope, UUID id) {
        return scope.sql()
                .select(BOTH.fields())
                .from(BOTH)
                .where(of(JOBS.ID).eq(id))
                .fetchOptional(OwnJobs::job)
                .orElseThrow(() -> Refused.notFound("job", id));
    }

    Load load(TenantScope scope) {
        Condition runs = JOBS.STATE.eq(stored(JobState.PROCESSING));
        Record2<Integer, Integer> counts = scope.sql()
                .select(DSL.count().filterWhere(DSL.not(runs)), DSL.count().filterWhere(runs))
                .from(JOBS)
                .fetchSingle();
        return new Load(counts.value1(), counts.value2());
    }

    private static io.partywall.schema.jooq.enums.JobState stored(JobState state) {
        return io.partywall.schema.jooq.enums.JobState.valueOf(state.name());
    }

    private static <T> Field<T> of(Field<T> field) {
        return Objects.requireNonNull(BOTH.field(field));
    }

    private static OwnJob job(Record row) {
        BigDecimal share = row.get(of(JOBS.PROGRESS));
        String note = row.get(of(JOBS.PROGRESS_NOTE));
        JSONB result = row.get(of(FINISHED_JOBS.RESULT));
        return new OwnJob(
                row.get(of(JOBS.ID)),
                row.get(of(JOBS.QUEUE)),
                row.get(of(JOBS.TYPE)),
                json(row.get(of(JOBS.PAYLOAD))),
                JobState.valueOf(row.get(of(JOBS.STATE)).name()),
                row.get(of(JOBS.PRIORITY)),
                row.get(of(JOBS.ATTEMPTS)),
                row.get(of(JOBS.MAX_ATTEMPTS)),
                result == null ? null : json(result),
                row.get(of(JOBS.ERROR)),
                failures(json(row.get(of(JOBS.ERRORS)))),
                share == null ? null : new Progress(share.doubleValue(), note == null ? "" : note),
                row.get(of(JOBS.MODULE_SLUG)),
                row.get(of(JOBS.CONNECTOR_ID)),
                row.get(of(JOBS.CREATED_AT)).toInstant(),
                row.get(of(JOBS.RUN_AT)).toInstant(),
                instant(row.get(of(JOBS.STARTED_AT))),
                instant(row.get(of(JOBS.CANCEL_REQUESTED_AT))),
                instant(row.get(of(FINISHED_JOBS.FINISHED_AT))));
    }

    private static List<OwnJob.Failure> failures(JsonNode errors) {
        return errors.valueStream()
                .map(error -> new OwnJob.Failure(
                        error.path("attempt").asInt(),
                        OffsetDateTime.parse(error.path("at").asString()).toInstant(),
                        error.path("error").asString()))
                .toList();
    }

    private static JsonNode json(JSONB stored) {
        return Json.mapper().readTree(stored.data());
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
