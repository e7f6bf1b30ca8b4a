package io.partywall.connectors;

import static io.partywall.schema.jooq.Tables.CONNECTOR_RUNS;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.events.Counts;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.enums.RunState;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * What one run of a connector did, in numbers that add up: what was read was inserted, updated, unchanged or rejected.
 *
 * @param sourceName what was read, such as the name of a file
 */
public record ConnectorRun(String sourceName, Instant startedAt, long read, Counts counts, long rejected) {

    /** Keeps the run with its connector. */
    public void record(TenantScope scope, FileConnector connector) {
        scope.sql()
                .insertInto(CONNECTOR_RUNS)
                .set(CONNECTOR_RUNS.ID, UuidCreator.getTimeOrderedEpoch())
                .set(CONNECTOR_RUNS.CONNECTOR_ID, connector.id())
                .set(CONNECTOR_RUNS.SOURCE_NAME, sourceName)
                .set(CONNECTOR_RUNS.STARTED_AT, OffsetDateTime.ofInstant(startedAt, ZoneOffset.UTC))
                .set(CONNECTOR_RUNS.FINISHED_AT, currentOffsetDateTime())
                .set(CONNECTOR_RUNS.STATE, RunState.SUCCEEDED)
                .set(CONNECTOR_RUNS.READ_COUNT, read)
                .set(CONNECTOR_RUNS.INSERTED_COUNT, counts.inserted())
                .set(CONNECTOR_RUNS.UPDATED_COUNT, counts.updated())
                .set(CONNECTOR_RUNS.SKIPPED_COUNT, counts.unchanged())
                .set(CONNECTOR_RUNS.REMOVED_COUNT, counts.removed())
                .set(CONNECTOR_RUNS.REJECTED_COUNT, rejected)
                .execute();
    }
}
