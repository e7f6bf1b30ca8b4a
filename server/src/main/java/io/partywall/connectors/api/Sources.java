package io.partywall.connectors.api;

import static io.partywall.schema.jooq.Tables.CONNECTORS;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.http.ProblemType;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.enums.ConnectorStatus;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The connectors that some events come by, locked until the transaction ends: of two batches of a source the second waits for the
 * first, and finds its events.
 */
final class Sources {

    /** The provider of these connectors: with it, the names of their sources are not those of anything that is imported. */
    static final String PROVIDER = "api";

    private static final int MOST = 100;

    /** Why a source takes no events. */
    enum Closed {
        DISABLED("the connector of this source is disabled"),
        TOO_MANY("a tenant has at most " + MOST + " sources of events");

        private final String detail;

        Closed(String detail) {
            this.detail = detail;
        }

        String detail() {
            return detail;
        }
    }

    private final Map<String, UUID> open = new HashMap<>();
    private final Map<String, Closed> closed = new HashMap<>();
    private final Set<String> made = new HashSet<>();

    private Sources() {}

    /** Those with these names, made where there are none yet. */
    static Sources lock(TenantScope scope, Collection<String> names) {
        NavigableSet<String> wanted = new TreeSet<>(names);
        Sources sources = new Sources();
        sources.lockThere(scope, wanted);
        NavigableSet<String> missing = sources.missing(wanted);
        if (!missing.isEmpty()) {
            sources.make(scope, missing);
            // Some may be another's, who has made them at the same time.
            sources.lockThere(scope, missing);
        }
        if (!sources.missing(wanted).isEmpty()) {
            throw Refused.of(ProblemType.CONFLICT, "somebody deletes the connector of this source: try again");
        }
        return sources;
    }

    /** The connector of a source that is not closed. */
    UUID connector(String source) {
        UUID connector = open.get(source);
        if (connector == null) {
            throw new IllegalStateException("the source '" + source + "' is closed or not locked");
        }
        return connector;
    }

    /** Those that take no events, with the reason. */
    Map<String, Closed> closed() {
        return closed;
    }

    /** Whether some of them are there only once this transaction has been committed. */
    boolean areNew() {
        return !made.isEmpty();
    }

    private NavigableSet<String> missing(NavigableSet<String> wanted) {
        NavigableSet<String> missing = new TreeSet<>(wanted);
        missing.removeAll(open.keySet());
        missing.removeAll(closed.keySet());
        return missing;
    }

    /** In the order in which the roll-up locks them. */
    private void lockThere(TenantScope scope, Collection<String> names) {
        scope.sql()
                .select(CONNECTORS.NAME, CONNECTORS.ID, CONNECTORS.ENABLED)
                .from(CONNECTORS)
                .where(CONNECTORS.PROVIDER.eq(PROVIDER), CONNECTORS.NAME.in(names))
                .orderBy(CONNECTORS.ID)
                .forNoKeyUpdate()
                .forEach(row -> {
                    if (row.value3()) {
                        open.put(row.value1(), row.value2());
                    } else {
                        closed.put(row.value1(), Closed.DISABLED);
                    }
                });
    }

    private void make(TenantScope scope, NavigableSet<String> missing) {
        int room = MOST
                - scope.sql()
                        .fetchCount(scope.sql().selectOne().from(CONNECTORS).where(CONNECTORS.PROVIDER.eq(PROVIDER)));
        Map<UUID, String> ids = new LinkedHashMap<>();
        for (String name : missing) {
            if (ids.size() < room) {
                ids.put(UuidCreator.getTimeOrderedEpochPlus1(), name);
            } else {
                closed.put(name, Closed.TOO_MANY);
            }
        }
        if (ids.isEmpty()) {
            return;
        }
        var insert = scope.sql()
                .insertInto(CONNECTORS, CONNECTORS.ID, CONNECTORS.NAME, CONNECTORS.PROVIDER, CONNECTORS.STATUS);
        for (Map.Entry<UUID, String> source : ids.entrySet()) {
            insert = insert.values(source.getKey(), source.getValue(), PROVIDER, ConnectorStatus.ACTIVE);
        }
        made.addAll(insert.onConflictDoNothing().returning(CONNECTORS.NAME).fetch(CONNECTORS.NAME));
    }
}
