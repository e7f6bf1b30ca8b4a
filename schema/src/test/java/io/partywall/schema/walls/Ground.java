package io.partywall.schema.walls;

import com.zaxxer.hikari.HikariDataSource;
import io.partywall.isolation.Tenancy;
import io.partywall.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
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
        return open(walls, ignored -> {});
    }

    /** A change to the database, such as one that should not be. */
    interface Change {
        void make(TestDatabase database) throws SQLException;
    }

    /** The change comes after the application has connected, since it would not connect to a database without its walls. */
    static Ground open(Walls walls, Change change) throws SQLException {
        TestDatabase database = Template.copy();
        HikariDataSource pool = database.pool("partywall_app", 2);
        Tenancy tenancy = Tenancy.connect(pool, Template.KEYS);
        walls.leaveStandingIn(database);
        change.make(database);
        return new Ground(database, pool, tenancy);
    }

    private void remember() throws SQLException {
        Witness.install(database, catalogue);
        for (Relation relation : catalogue.relations()) {
            for (Tenant tenant : Tenant.values()) {
                // A row without a tenant is shared: everybody sees it as an own one.
                seeded.put(relation + "/" + tenant, new TreeSet<>(database.query("""
                    select '%1$s/' || id from %2$s where tenant_id = '%1$s' or tenant_id is null\
                    """.formatted(
                                tenant.id(), relation.qualifiedName()))));
            }
        }
        try (Connection connection = pool.getConnection()) {
            fingerprints.put(null, Witness.fingerprint(connection, null));
            for (Tenant tenant : Tenant.values()) {
                fingerprints.put(tenant, Witness.fingerprint(connection, tenant));
            }
        }
    }

    Catalogue catalogue() {
        return catalogue;
    }

    /** The rows of a tenant, each as tenant/id. */
    Set<String> rows(Relation relation, Tenant tenant) {
        return seeded.getOrDefault(relation + "/" + tenant, Set.of());
    }

    /** What came of a trial, and whether all rows but those of the tenant that might write are as they were. */
    record Observation(Outcome outcome, boolean restUntouched) {}

    Observation observe(Trial trial, @Nullable Tenant writing) throws SQLException {
        Situation situation = trial.situation();
        Row present = rows.present(trial.relation(), situation.aim());
        Row fresh = rows.fresh(trial.relation(), situation.aim());
        if (situation.isIssued()) {
            return inScope(
                    situation,
                    writing,
                    (connection, scope) -> trial.way() == Way.JOOQ
                            ? JooqStatements.run(scope.sql(), trial.operation(), present, fresh)
                            : RawStatements.run(connection, trial.operation(), present, fresh));
        }
        return byHand(
                situation,
                writing,
                connection -> trial.way() == Way.RAW_SQL
                        ? RawStatements.run(connection, trial.operation(), present, fresh)
                        : outsideScopes(situation, trial.operation(), present, fresh));
    }

    private interface ScopedAttempt {
        Outcome run(Connection connection, io.partywall.isolation.TenantScope scope) throws SQLException;
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
                enter(connection, situation.settings());
                return observe(connection, writing, attempt);
            } finally {
                connection.rollback();
            }
        }
    }

    private static void enter(Connection connection, Situation.Settings settings) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
            select set_config('app.current_tenant_id', coalesce(?, ''), true),
                set_config('app.context_signature', coalesce(?, ''), true)\
            """)) {
            statement.setString(1, settings.tenant());
            statement.setString(2, settings.signature());
            statement.execute();
        }
    }

    /** What becomes of somebody who uses jOOQ where the library gives out no scope. */
    private Outcome outsideScopes(Situation situation, Operation operation, Row present, Row fresh) {
        return situation == Situation.NONE
                ? JooqStatements.run(DSL.using(tenancy.dataSource(), SQLDialect.POSTGRES), operation, present, fresh)
                : tenancy.inTenant(
                        situation.context(), scope -> JooqStatements.run(scope.sql(), operation, present, fresh));
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
