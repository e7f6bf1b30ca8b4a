package io.partywall.schema.walls;

import static java.util.stream.Collectors.joining;

import com.zaxxer.hikari.HikariDataSource;
import io.partywall.isolation.Tenancy;
import io.partywall.isolation.TenantScope;
import io.partywall.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** A database to try things in, as the application role; each trial is rolled back. */
final class Ground implements AutoCloseable {

    private final TestDatabase database;
    private final HikariDataSource pool;
    private final Tenancy tenancy;
    private final Catalogue catalogue;
    private final Rows rows;
    private final Map<String, Set<String>> seeded = new HashMap<>();
    private final Map<@Nullable Tenant, String> fingerprints = new HashMap<>();

    private Ground(TestDatabase database, HikariDataSource pool, Tenancy tenancy) throws SQLException {
        this.database = database;
        this.pool = pool;
        this.tenancy = tenancy;
        this.catalogue = Catalogue.of(database);
        this.rows = new Rows(catalogue);
        remember();
    }

    static Ground open(Walls walls) throws SQLException {
        return open(walls, Template.copy(), "select");
    }

    /**
     * A ground in this database, which is closed with it. The sabotage is done by the superuser after the application has
     * connected, since the application would not connect to a database whose walls are down.
     */
    static Ground open(Walls walls, TestDatabase database, String sabotage) throws SQLException {
        HikariDataSource pool = database.pool("partywall_app", 2);
        Tenancy tenancy = Tenancy.connect(pool, Template.KEYS);
        walls.leaveStandingIn(database);
        database.execute(sabotage);
        return new Ground(database, pool, tenancy);
    }

    /** A ground with all walls that is reached by the given URL, from as many threads. */
    static Ground at(String url, TestDatabase database, int threads) throws SQLException {
        HikariDataSource pool = database.poolAt(url, threads);
        return new Ground(database, pool, Tenancy.connect(pool, Template.KEYS));
    }

    private void remember() throws SQLException {
        Witness.install(database, catalogue);
        // A row without a tenant is shared: everybody sees it as an own one.
        String all = catalogue.relations().stream().map("""
            select '%1$s/' || tenant.id || '=' || tenant.id || '/' || r.id from app.%1$s r, app.tenants tenant
            where coalesce(r.tenant_id, tenant.id) = tenant.id\
            """::formatted).collect(joining(" union all "));
        for (String line : database.query(all)) {
            int end = line.indexOf('=');
            seeded.computeIfAbsent(line.substring(0, end), key -> new TreeSet<>())
                    .add(line.substring(end + 1));
        }
        try (Connection connection = pool.getConnection()) {
            fingerprints.put(null, Witness.fingerprint(connection, null));
            for (Tenant tenant : Tenant.values()) {
                fingerprints.put(tenant, Witness.fingerprint(connection, tenant));
            }
        }
    }

    TestDatabase database() {
        return database;
    }

    Catalogue catalogue() {
        return catalogue;
    }

    /** The rows of a tenant, each as tenant/id. */
    Set<String> rows(Relation relation, Tenant tenant) {
        return seeded.getOrDefault(relation + "/" + tenant.id(), Set.of());
    }

    /** What came of a trial, and whether all rows but those of the tenant that might write are as they were. */
    record Observation(Outcome outcome, boolean restUntouched) {}

    Observation observe(Trial trial, @Nullable Tenant writing) throws SQLException {
        Situation situation = trial.situation();
        Operation operation = trial.operation();
        Aim aim = Aim.of(trial.relation(), situation, rows);
        if (situation.isIssued()) {
            return inScope(
                    situation,
                    writing,
                    (connection, scope) -> trial.way() == Way.JOOQ
                            ? JooqStatements.run(scope.sql(), operation, aim)
                            : RawStatements.run(connection, operation, aim));
        }
        return byHand(
                situation,
                writing,
                connection -> trial.way() == Way.JOOQ
                        ? outsideScopes(situation, operation, aim)
                        : RawStatements.run(connection, operation, aim));
    }

    /** What a tenant sees of a table by a query outside transactions, which takes its context along in one trip. */
    Set<String> read(Relation relation, Situation situation) {
        Aim aim = Aim.of(relation, situation, rows);
        Outcome outcome =
                tenancy.inTenant(situation.context(), scope -> JooqStatements.run(scope.sql(), Operation.SELECT, aim));
        return ((Outcome.Saw) outcome).rows();
    }

    private interface ScopedAttempt {
        Outcome run(Connection connection, TenantScope scope) throws SQLException;
    }

    private interface Attempt {
        Outcome run(Connection connection) throws SQLException;
    }

    private Observation inScope(Situation situation, @Nullable Tenant writing, ScopedAttempt attempt)
            throws SQLException {
        try {
            return tenancy.inTenant(
                    situation.context(),
                    scope -> scope.<Observation, SQLException>inTransaction(() -> {
                        try (Connection connection = scope.dataSource().getConnection()) {
                            throw new RolledBack(
                                    observe(connection, writing, ignored -> attempt.run(connection, scope)));
                        }
                    }));
        } catch (RolledBack done) {
            return done.observation;
        }
    }

    private Observation byHand(Situation situation, @Nullable Tenant writing, Attempt attempt) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                situation.enter(connection);
                return observe(connection, writing, attempt);
            } finally {
                connection.rollback();
            }
        }
    }

    /** What becomes of somebody who uses jOOQ where the library gives out no scope. */
    private Outcome outsideScopes(Situation situation, Operation operation, Aim aim) {
        return situation == Situation.NONE
                ? JooqStatements.run(DSL.using(tenancy.dataSource(), SQLDialect.POSTGRES), operation, aim)
                : tenancy.inTenant(situation.context(), scope -> JooqStatements.run(scope.sql(), operation, aim));
    }

    private Observation observe(Connection connection, @Nullable Tenant writing, Attempt attempt) throws SQLException {
        Savepoint before = connection.setSavepoint();
        Outcome outcome;
        try {
            outcome = attempt.run(connection);
        } catch (SQLException | RuntimeException failure) {
            connection.rollback(before);
            outcome = Outcome.of(failure);
        }
        String rest = Witness.fingerprint(connection, writing);
        return new Observation(outcome, rest.equals(fingerprints.get(writing)));
    }

    @Override
    public void close() {
        tenancy.close();
        database.close();
    }

    /** Carries an observation out of a transaction that is not to be committed. */
    @SuppressWarnings("serial")
    private static final class RolledBack extends RuntimeException {
        private final transient Observation observation;

        RolledBack(Observation observation) {
            super(null, null, false, false);
            this.observation = observation;
        }
    }
}
