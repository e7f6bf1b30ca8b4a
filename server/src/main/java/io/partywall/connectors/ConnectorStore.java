package io.partywall.connectors;

import static io.partywall.schema.jooq.Tables.CONNECTORS;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.http.Json;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.enums.ConnectorStatus;
import io.partywall.secrets.SecretPlace;
import io.partywall.secrets.Secrets;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Connectors in the database. What they log in with goes in, encrypted, and never comes out here. */
@Component
final class ConnectorStore {

    private static final Field<Boolean> HAS_CREDENTIALS =
            DSL.field(CONNECTORS.CREDENTIALS.isNotNull()).as("has_credentials");

    private static final List<Field<?>> COLUMNS = List.of(
            CONNECTORS.ID,
            CONNECTORS.NAME,
            CONNECTORS.PROVIDER,
            CONNECTORS.DESCRIPTION,
            CONNECTORS.CONFIG,
            HAS_CREDENTIALS,
            CONNECTORS.STATUS,
            CONNECTORS.ENABLED,
            CONNECTORS.LAST_SYNC_AT,
            CONNECTORS.SYNC_STATUS,
            CONNECTORS.SYNC_ERROR,
            CONNECTORS.SCHEDULE,
            CONNECTORS.CREATED_AT,
            CONNECTORS.UPDATED_AT);

    private final Secrets secrets;

    ConnectorStore(Secrets secrets) {
        this.secrets = secrets;
    }

    Page<Connector> list(
            TenantScope scope,
            @Nullable String provider,
            @Nullable ConnectorStatus status,
            @Nullable Boolean enabled,
            Paging paging) {
        Condition wanted = DSL.and(
                provider == null ? DSL.noCondition() : CONNECTORS.PROVIDER.eq(provider),
                status == null ? DSL.noCondition() : CONNECTORS.STATUS.eq(status),
                enabled == null ? DSL.noCondition() : CONNECTORS.ENABLED.eq(enabled));
        return paging.newestFirst(
                scope.sql().select(COLUMNS).from(CONNECTORS).where(wanted), CONNECTORS.ID, ConnectorStore::connector);
    }

    /** {@link Refused} where there is none. */
    Connector get(TenantScope scope, UUID id) {
        return found(
                id,
                scope.sql()
                        .select(COLUMNS)
                        .from(CONNECTORS)
                        .where(CONNECTORS.ID.eq(id))
                        .fetchOptional(ConnectorStore::connector));
    }

    /** The same, held until the transaction ends: it waits for an import that is at work. */
    Connector lock(TenantScope scope, UUID id) {
        return found(
                id,
                scope.sql()
                        .select(COLUMNS)
                        .from(CONNECTORS)
                        .where(CONNECTORS.ID.eq(id))
                        .forNoKeyUpdate()
                        .fetchOptional(ConnectorStore::connector));
    }

    private static Connector found(UUID id, Optional<Connector> connector) {
        return connector.orElseThrow(() -> Refused.notFound("connector", id));
    }

    Connector create(TenantScope scope, ConnectorDraft draft) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        // Before the first statement: the tenant's keys may have to be made, on another connection.
        byte[] ciphertext = encrypted(scope, id, draft.credentials());
        return scope.sql()
                .insertInto(CONNECTORS)
                .set(CONNECTORS.ID, id)
                .set(columns(draft))
                .set(CONNECTORS.PROVIDER, draft.provider())
                .set(CONNECTORS.CREDENTIALS, ciphertext)
                .set(CONNECTORS.STATUS, draft.isEnabledOrNotSaid() ? ConnectorStatus.PENDING : ConnectorStatus.DISABLED)
                .returningResult(COLUMNS)
                .fetchSingle(ConnectorStore::connector);
    }

    /** Changes what the draft says, and its credentials where the draft has some. */
    Connector update(TenantScope scope, Connector current, ConnectorDraft draft, boolean forgetCredentials) {
        Map<Field<?>, @Nullable Object> columns = columns(draft);
        columns.put(CONNECTORS.STATUS, status(current, draft.isEnabledOrNotSaid()));
        if (draft.credentials() != null || forgetCredentials) {
            columns.put(CONNECTORS.CREDENTIALS, encrypted(scope, current.id(), draft.credentials()));
        }
        return scope.sql()
                .update(CONNECTORS)
                .set(columns)
                .where(CONNECTORS.ID.eq(current.id()))
                .returningResult(COLUMNS)
                .fetchSingle(ConnectorStore::connector);
    }

    /** Its runs go with it; facts and snapshots stay. */
    void delete(TenantScope scope, UUID id) {
        scope.sql().deleteFrom(CONNECTORS).where(CONNECTORS.ID.eq(id)).execute();
    }

    private byte @Nullable [] encrypted(TenantScope scope, UUID id, @Nullable Credentials credentials) {
        if (credentials == null || credentials.isEmpty()) {
            return null;
        }
        SecretPlace place = new SecretPlace(scope.context().tenant(), "connectors", "credentials", id);
        return secrets.encrypt(place, credentials.json());
    }

    /** One that is enabled again begins anew, unless it has worked before. */
    private static ConnectorStatus status(Connector current, boolean enabled) {
        if (!enabled) {
            return ConnectorStatus.DISABLED;
        }
        if (current.status() != ConnectorStatus.DISABLED) {
            return current.status();
        }
        return current.lastSyncAt() == null ? ConnectorStatus.PENDING : ConnectorStatus.ACTIVE;
    }

    private static Map<Field<?>, @Nullable Object> columns(ConnectorDraft draft) {
        Map<Field<?>, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put(CONNECTORS.NAME, draft.name().strip());
        columns.put(CONNECTORS.DESCRIPTION, draft.description());
        columns.put(CONNECTORS.CONFIG, JSONB.valueOf(Json.mapper().writeValueAsString(draft.configOrEmpty())));
        columns.put(CONNECTORS.ENABLED, draft.isEnabledOrNotSaid());
        columns.put(
                CONNECTORS.SCHEDULE,
                draft.schedule() == null ? null : draft.schedule().strip());
        return columns;
    }

    private static Connector connector(Record row) {
        OffsetDateTime lastSyncAt = row.get(CONNECTORS.LAST_SYNC_AT);
        return new Connector(
                row.get(CONNECTORS.ID),
                row.get(CONNECTORS.NAME),
                row.get(CONNECTORS.PROVIDER),
                row.get(CONNECTORS.DESCRIPTION),
                Json.mapper().readTree(row.get(CONNECTORS.CONFIG).data()),
                row.get(HAS_CREDENTIALS),
                row.get(CONNECTORS.STATUS),
                row.get(CONNECTORS.ENABLED),
                lastSyncAt == null ? null : lastSyncAt.toInstant(),
                row.get(CONNECTORS.SYNC_STATUS),
                row.get(CONNECTORS.SYNC_ERROR),
                row.get(CONNECTORS.SCHEDULE),
                row.get(CONNECTORS.CREATED_AT).toInstant(),
                row.get(CONNECTORS.UPDATED_AT).toInstant());
    }
}
