package io.partywall.connectors;

import static io.partywall.schema.jooq.Tables.CONNECTOR_RUNS;

import io.partywall.http.Json;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.enums.RunState;
import io.partywall.schema.jooq.tables.records.ConnectorRunsRecord;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Runs of connectors, as they are read; {@link ConnectorRun} keeps them. */
@Component
final class RunStore {

    Page<Run> list(TenantScope scope, UUID connector, @Nullable RunState state, Paging paging) {
        return paging.by(
                scope.sql()
                        .selectFrom(CONNECTOR_RUNS)
                        .where(CONNECTOR_RUNS.CONNECTOR_ID.eq(connector))
                        .and(state == null ? DSL.noCondition() : CONNECTOR_RUNS.STATE.eq(state)),
                List.of(CONNECTOR_RUNS.STARTED_AT.desc(), CONNECTOR_RUNS.ID.desc()),
                RunStore::run);
    }

    /** {@link Refused} where the connector has none with this id. */
    Run get(TenantScope scope, UUID connector, UUID id) {
        return scope.sql()
                .selectFrom(CONNECTOR_RUNS)
                .where(CONNECTOR_RUNS.ID.eq(id), CONNECTOR_RUNS.CONNECTOR_ID.eq(connector))
                .fetchOptional(RunStore::run)
                .orElseThrow(() -> Refused.notFound("run", id));
    }

    private static Run run(ConnectorRunsRecord row) {
        OffsetDateTime finishedAt = row.getFinishedAt();
        return new Run(
                row.getId(),
                row.getConnectorId(),
                row.getSourceName(),
                row.getState(),
                row.getStartedAt().toInstant(),
                finishedAt == null ? null : finishedAt.toInstant(),
                row.getReadCount(),
                row.getInsertedCount(),
                row.getUpdatedCount(),
                row.getRemovedCount(),
                row.getSkippedCount(),
                row.getRejectedCount(),
                row.getError(),
                Json.mapper().readTree(row.getRejectSample().data()));
    }
}
