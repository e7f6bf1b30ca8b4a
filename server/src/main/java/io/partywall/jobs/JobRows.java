package io.partywall.jobs;

import io.partywall.isolation.TenantId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows of jobs as {@link Job}s: of both tables, in one shape. */
final class JobRows {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String BOTH = """
        j.id, j.tenant_id, t.slug, j.queue, j.type, j.payload, j.state, j.priority, j.attempts, j.max_attempts, j.error, j.errors,
        j.unique_key, j.module_slug, j.connector_id, j.worker, j.created_at, j.run_at, j.started_at,
        """;

    /** The columns of {@code app.jobs j} with {@code app.tenants t}. */
    static final String UNFINISHED = BOTH + """
        null::jsonb as result, j.progress, j.progress_note, j.lease_until, j.cancel_requested_at,
        null::timestamptz as finished_at
        """;

    /** The columns of {@code app.finished_jobs j} with {@code app.tenants t}. */
    static final String FINISHED = BOTH + """
        j.result, null::numeric as progress, null::text as progress_note, null::timestamptz as lease_until,
        null::timestamptz as cancel_requested_at, j.finished_at
        """;

    private JobRows() {}

    static List<Job> list(ResultSet rows) throws SQLException {
        List<Job> jobs = new ArrayList<>();
        while (rows.next()) {
            jobs.add(job(rows));
        }
        return jobs;
    }

    private static Job job(ResultSet row) throws SQLException {
        return new Job(
                new JobId(row.getObject("id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getString("slug"),
                row.getString("queue"),
                row.getString("type"),
                row.getString("payload"),
                JobState.valueOf(row.getString("state")),
                row.getInt("priority"),
                row.getInt("attempts"),
                row.getInt("max_attempts"),
                row.getString("result"),
                row.getString("error"),
                failures(row.getString("errors")),
                progress(row),
                row.getString("unique_key"),
                row.getString("module_slug"),
                row.getObject("connector_id", UUID.class),
                row.getString("worker"),
                time(row, "created_at"),
                time(row, "run_at"),
                findTime(row, "started_at"),
                findTime(row, "lease_until"),
                findTime(row, "cancel_requested_at"),
                findTime(row, "finished_at"));
    }

    private static @Nullable Progress progress(ResultSet row) throws SQLException {
        BigDecimal share = row.getBigDecimal("progress");
        String note = row.getString("progress_note");
        return share == null ? null : new Progress(share.doubleValue(), note == null ? "" : note);
    }

    private static List<JobFailure> failures(String json) {
        List<JobFailure> failures = new ArrayList<>();
        for (JsonNode failure : JSON.readTree(json)) {
            failures.add(new JobFailure(
                    failure.path("attempt").asInt(),
                    OffsetDateTime.parse(failure.path("at").asString()).toInstant(),
                    failure.path("worker").asStringOpt().orElse(null),
                    failure.path("error").asString()));
        }
        return List.copyOf(failures);
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant findTime(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
