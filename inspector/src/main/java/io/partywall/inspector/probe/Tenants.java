package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Database;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The two tenants that are set against each other.
 *
 * @param both the tenants; fewer than two where they could not be found or made
 * @param made whether they exist inside the transaction only
 */
record Tenants(List<String> both, boolean made) {

    private static final int MOST_TABLES = 40;
    private static final int MOST_TENANTS = 50;

    static Tenants none() {
        return new Tenants(List.of(), false);
    }

    boolean found() {
        return both.size() == 2;
    }

    String a() {
        return both.get(0);
    }

    String b() {
        return both.get(1);
    }

    /** Existing tenants, those with rows in most tables first; in a transaction of the administrator. */
    static List<String> existing(Database db, Session session) throws SQLException {
        List<Ownership> tables = db.wholeTenantTables()
                .limit(MOST_TABLES)
                .flatMap(t -> Ownership.of(db, t).stream())
                .toList();
        // By a sample of each table: asking for every tenant in every table could take hours where no index leads by
        // tenant.
        Map<String, Integer> scores = new LinkedHashMap<>();
        for (Ownership table : tables) {
            some(session, table).forEach(tenant -> scores.merge(tenant, 1, Integer::sum));
        }
        Optional<Ownership> root = db.root().flatMap(r -> Ownership.of(db, r));
        if (scores.size() < 2 && root.isPresent()) {
            some(session, root.get()).forEach(tenant -> scores.merge(tenant, 0, Integer::sum));
        }
        return scores.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<String> some(Session session, Ownership table) throws SQLException {
        return session.attempt("select distinct tenant from (select " + table.tenant() + "::text as tenant from "
                        + table.relation().sql() + " t0 limit 10000) sampled where tenant is not null order by 1 limit "
                        + MOST_TENANTS)
                .rows();
    }

    /** Two that nobody is. */
    static Tenants made(Database db, Fixture fixture) throws SQLException {
        Optional<Relation> any = db.root().or(() -> db.wholeTenantTables().findFirst());
        Optional<Ownership> owned = any.flatMap(r -> Ownership.of(db, r));
        return owned.isEmpty()
                ? none()
                : new Tenants(
                        List.of(fixture.newTenant(owned.get(), "tenant a"), fixture.newTenant(owned.get(), "tenant b")),
                        true);
    }
}
