package io.partywall.inspector.probe;

import io.partywall.inspector.check.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Tries on a live database what its catalogue suggests: as the application's role, with two tenants set against each other.
 *
 * <p>Every statement runs inside a transaction that rolls back, under a statement and a lock timeout; what no rollback undoes
 * (sequences, notifications to other servers, large objects) is left out. What stays is what a rolled-back transaction leaves on
 * any PostgreSQL: transaction ids, dead rows for vacuum, and counters of statistics.
 */
public final class Probes {

    private static final String PRODUCTION = "prod";

    private Probes() {}

    /**
     * Runs every probe. It borrows two connections, one of them for the whole time, and they go back as after any transaction
     * that had a context: settings that were never set before are empty now. So it should not be the application's own pool.
     *
     * @param dataSource connects as a superuser, best of all; or as a role that is a member of the application's, or as the
     *     application itself: what that cannot try is reported as not tried
     * @param db the database, read before
     * @return what was seen, also where nothing could be tried
     * @throws IllegalArgumentException when this database is denied, or is not to be probed without consent; the message says
     *     how to go on
     */
    public static ProbeReport run(DataSource dataSource, Database db, ProbeOptions options) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            permit(connection, db, options);
            boolean autoCommit = connection.getAutoCommit();
            try {
                return run(dataSource, new Session(connection, options), db, options);
            } finally {
                connection.rollback();
                connection.setAutoCommit(autoCommit);
            }
        }
    }

    private static void permit(Connection connection, Database db, ProbeOptions options) throws SQLException {
        String host = Host.of(connection.getMetaData().getURL());
        String name = db.server().database().toLowerCase(Locale.ROOT);
        for (String denied : options.denied()) {
            String part = denied.toLowerCase(Locale.ROOT);
            if (!part.isEmpty() && (name.contains(part) || host.contains(part))) {
                throw new IllegalArgumentException("The database " + db.server().database() + " at " + host
                        + " is denied to probes (" + denied + "). Probe a copy of it instead.");
            }
        }
        String objection = name.contains(PRODUCTION) || host.contains(PRODUCTION)
                ? "The database " + db.server().database() + " at " + host + " looks like production."
                : Host.isLocal(host) ? "" : "The server " + host + " is not this machine.";
        if (!objection.isEmpty() && !options.consent().test(objection)) {
            throw new IllegalArgumentException(objection
                    + " Probes only roll back, but they take locks for moments: agree to it with --yes, or"
                    + " probe a copy.");
        }
    }

    private static ProbeReport run(DataSource dataSource, Session session, Database db, ProbeOptions options)
            throws SQLException {
        Ground ground = new Ground(db, session, options);
        if (db.tenantColumn().isEmpty() || db.wholeTenantTables().findAny().isEmpty()) {
            ground.results().notTried("L4", "database", "no tenant column is known: say which it is");
            return new ProbeReport(List.of(), ground.results().all());
        }
        List<Probe> audits = List.of(new OwnerlessRows(), new CrossedKeys());
        run(audits, ground);
        List<String> candidates = candidates(ground, options);
        if (!ground.tenants().found()) {
            ground.results()
                    .notTried("L4", "database", "there are not two tenants, and only a superuser makes some up");
            run(List.of(new Escapes(), new Residue(dataSource)), ground);
            return new ProbeReport(candidates, ground.results().all());
        }
        run(List.of(new WithoutContext()), ground);
        identify(ground, candidates, options);
        run(
                List.of(
                        new ForeignRows(),
                        new ForeignWrites(),
                        new ForgedContext(),
                        new Escapes(),
                        new Residue(dataSource),
                        new Upserts(),
                        new Noninterference()),
                ground);
        return new ProbeReport(ground.tenants().both(), ground.results().all());
    }

    private static void run(List<Probe> probes, Ground ground) throws SQLException {
        for (Probe probe : probes) {
            ground.progress(probe.title());
            probe.run(ground);
        }
    }

    /** The tenants to choose from; the first two are chosen for now. */
    private static List<String> candidates(Ground ground, ProbeOptions options) throws SQLException {
        ground.progress("choosing two tenants");
        List<String> candidates = options.tenants().size() >= 2
                ? options.tenants()
                : ground.session().inTransaction(() -> Tenants.existing(ground.db(), ground.session()));
        if (candidates.size() >= 2) {
            ground.choose(new Tenants(candidates.subList(0, 2), false));
        } else if (ground.session().isSuperuser()) {
            ground.choose(ground.session().inTransaction(() -> Tenants.made(ground.db(), ground.fixture())));
        }
        return candidates;
    }

    /** Prefers tenants for whom somebody can act. */
    private static void identify(Ground ground, List<String> candidates, ProbeOptions options) throws SQLException {
        ground.progress("finding out how the application acts for a tenant");
        Identities identities = new Identities(ground, options);
        List<String> known = new ArrayList<>();
        List<List<Identity>> acting = new ArrayList<>();
        List<String> asked = ground.tenants().made() ? ground.tenants().both() : candidates;
        for (String tenant : asked.stream().limit(8).toList()) {
            List<Identity> found = ground.inTransaction(() -> identities.of(tenant));
            if (!found.isEmpty() && known.size() < 2) {
                known.add(tenant);
                acting.add(found);
            }
            if (known.size() == 2) {
                break;
            }
        }
        if (known.isEmpty()) {
            ground.results()
                    .notTried(
                            "L4",
                            "database",
                            "no context was found in which a tenant sees its rows: give a context source, which a"
                                    + " signed context needs always");
            return;
        }
        String other = known.size() == 2
                ? known.get(1)
                : Stream.concat(ground.tenants().both().stream(), asked.stream())
                        .filter(t -> !t.equals(known.getFirst()))
                        .findFirst()
                        .orElse("");
        ground.choose(
                new Tenants(List.of(known.getFirst(), other), ground.tenants().made()));
        ground.identify(acting.getFirst());
    }
}
