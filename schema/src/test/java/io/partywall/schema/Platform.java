package io.partywall.schema;

import io.partywall.isolation.Access;
import io.partywall.isolation.Actor;
import io.partywall.isolation.SigningKeys;
import io.partywall.isolation.TenantContext;
import io.partywall.isolation.TenantId;
import io.partywall.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** The migrated platform in a database of its own: Acme with its owner Ann and its member Abe, Beta with its owner Bob. */
final class Platform implements AutoCloseable {

    static final TenantId ACME = TenantId.of("00000000-0000-7000-8000-00000000000a");
    static final TenantId BETA = TenantId.of("00000000-0000-7000-8000-00000000000b");
    static final UUID ANN = UUID.fromString("00000000-0000-7000-8000-0000000000a1");
    static final UUID ABE = UUID.fromString("00000000-0000-7000-8000-0000000000a2");
    static final UUID BOB = UUID.fromString("00000000-0000-7000-8000-0000000000b1");

    private static final SigningKeys KEYS = SigningKeys.parse(SigningKeys.generate("k1"));

    /** Migrated once; the others are copies. */
    private static final class Template {
        static final TestDatabase DATABASE = migrated();

        private static TestDatabase migrated() {
            TestDatabase database = TestDatabase.create();
            try {
                Migrations.of(new Logins(database, "postgres")).trusting(KEYS).run();
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
            database.execute("""
                insert into app.tenants (id, name, slug, status) values
                    ('%1$s', 'Acme', 'acme', 'ACTIVE'), ('%2$s', 'Beta', 'beta', 'TRIAL');
                insert into app.users (id, email, name) values
                    ('%3$s', 'ann@acme.test', 'Ann'), ('%4$s', 'abe@acme.test', 'Abe'), ('%5$s', 'bob@beta.test', 'Bob');
                insert into app.tenant_members (tenant_id, id, user_id, role) values
                    ('%1$s', '%3$s', '%3$s', 'OWNER'), ('%1$s', '%4$s', '%4$s', 'MEMBER'),
                    ('%2$s', '%5$s', '%5$s', 'OWNER')\
                """.formatted(ACME, BETA, ANN, ABE, BOB));
            return database;
        }
    }

    final TestDatabase database = TestDatabase.copyOf(Template.DATABASE);
    final SigningKeys keys = KEYS;

    private Platform() {}

    static Platform open() throws SQLException {
        Platform platform = new Platform();
        // What a database itself grants is not copied with it.
        try (Connection connection = platform.database.admin()) {
            Roles.prepare(connection, Map.of());
        }
        return platform;
    }

    Session ann() throws SQLException {
        return in(keys.issue(ACME, Actor.user(ANN), Access.WRITE, Duration.ofMinutes(1)));
    }

    Session bob() throws SQLException {
        return in(keys.issue(BETA, Actor.user(BOB), Access.WRITE, Duration.ofMinutes(1)));
    }

    /** The application role, in the context for as long as the session lasts. */
    Session in(TenantContext context) throws SQLException {
        Connection connection = database.connect(Roles.APP);
        try (PreparedStatement statement = connection.prepareStatement("""
            select set_config('app.current_tenant_id', ?, false), set_config('app.context_signature', ?, false)\
            """)) {
            statement.setString(1, context.tenant().toString());
            statement.setString(2, context.signature());
            statement.execute();
        }
        return new Session(connection);
    }

    Session loggedInAs(String role) throws SQLException {
        return new Session(database.connect(role));
    }

    Session owner() throws SQLException {
        return new Session(database.as(Roles.OWNER));
    }

    Session superuser() throws SQLException {
        return new Session(database.admin());
    }

    /** Starts the work, and comes back when it waits for somebody else's lock; work that does not wait fails the test. */
    <R extends @Nullable Object> Future<R> waiting(Session session, Callable<R> work) throws Exception {
        String waits = "select cardinality(pg_blocking_pids(" + session.pid() + ")) > 0";
        FutureTask<R> task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        try (Session observer = superuser()) {
            while (observer.query(waits).equals(List.of("f"))) {
                if (task.isDone()) {
                    throw new AssertionError("did not wait, and came to: " + task.get());
                }
            }
        }
        return task;
    }

    @Override
    public void close() {
        database.close();
    }
}
