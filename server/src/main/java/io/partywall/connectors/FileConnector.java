package io.partywall.connectors;

import static io.partywall.schema.jooq.Tables.CONNECTORS;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.enums.ConnectorStatus;
import io.partywall.schema.jooq.enums.SyncStatus;
import java.util.Optional;
import java.util.UUID;

/** The connector of a tenant's files in one format: made when the first file comes. */
public record FileConnector(UUID id, String provider) {

    private static final String NAME = "files";

    /** The tenant's connector of files in this format. Not inside a transaction: see {@link #lock}. */
    public static FileConnector of(TenantScope scope, String provider) {
        return find(scope, provider).orElseGet(() -> make(scope, provider));
    }

    private static FileConnector make(TenantScope scope, String provider) {
        scope.sql()
                .insertInto(CONNECTORS)
                .set(CONNECTORS.ID, UuidCreator.getTimeOrderedEpoch())
                .set(CONNECTORS.NAME, NAME)
                .set(CONNECTORS.PROVIDER, provider)
                .set(CONNECTORS.STATUS, ConnectorStatus.ACTIVE)
                .onConflictDoNothing()
                .execute();
        // Perhaps it is another's, who has made it at the same time.
        return find(scope, provider).orElseThrow();
    }

    private static Optional<FileConnector> find(TenantScope scope, String provider) {
        return scope.sql()
                .select(CONNECTORS.ID)
                .from(CONNECTORS)
                .where(CONNECTORS.PROVIDER.eq(provider), CONNECTORS.NAME.eq(NAME))
                .fetchOptional(CONNECTORS.ID)
                .map(id -> new FileConnector(id, provider));
    }

    /**
     * Keeps others from restating this connector's facts until the scope's transaction ends: of two imports the second waits
     * for the first, and finds its facts.
     *
     * <p>INVARIANT: until its last statements, a transaction that restates facts writes to no table that events refer to. A
     * partition that is missing is made on another connection, which locks those tables against writers.
     */
    public void lock(TenantScope scope) {
        scope.sql()
                .select(CONNECTORS.ID)
                .from(CONNECTORS)
                .where(CONNECTORS.ID.eq(id))
                .forUpdate()
                .fetchSingle();
    }

    /** The source of its facts: it outlives the connector, so that a later one recognises them. */
    public String source() {
        return provider + "/" + NAME;
    }

    /** Notes that the connector has just been read with success. */
    public void synced(TenantScope scope) {
        scope.sql()
                .update(CONNECTORS)
                .set(CONNECTORS.LAST_SYNC_AT, currentOffsetDateTime())
                .set(CONNECTORS.SYNC_STATUS, SyncStatus.SUCCESS)
                .setNull(CONNECTORS.SYNC_ERROR)
                .where(CONNECTORS.ID.eq(id))
                .execute();
    }
}
