package io.partywall.isolation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs the library's own schema, {@code isolation}, into a database, and brings an older one up to date. It needs no
 * migration tool, and leaves the one that the application uses alone: call it before the application's own migrations.
 *
 * <p>Every method works in one transaction of the given connection, which must belong to the role that shall own the
 * schema: a role that the application cannot log in as or become. Safe to call again, and from several processes at once.
 */
public final class IsolationInstaller {

    private static final Logger LOG = LoggerFactory.getLogger(IsolationInstaller.class);

    /** The scripts, in order; the number of each is the version that it brings. Append, never edit. */
    private static final List<String> SCRIPTS = List.of("1-context", "2-protection", "3-inventory", "4-origin");

    /** The version of the schema that this library installs. */
    public static final int VERSION = 4;

    /** Any constant will do; it keeps two installers apart. */
    private static final long LOCK = 0x70617274_77616c6cL;

    private IsolationInstaller() {}

    /**
     * Installs or updates the schema {@code isolation}, for an application that logs in as {@code applicationRole}.
     *
     * @return the version that is now installed
     * @throws IllegalStateException when a newer version of the library has been here
     * @throws IllegalArgumentException when the application role is the owner's own or can become it
     */
    public static int install(Connection owner, String applicationRole) throws SQLException {
        return inTransaction(owner, () -> {
            int found = prepare(owner);
            if (found > SCRIPTS.size()) {
                throw new IllegalStateException("the database has version " + found
                        + " of the schema isolation, newer than this library's " + SCRIPTS.size()
                        + ": use the library that installed it");
            }
            for (int version = found + 1; version <= SCRIPTS.size(); version++) {
                run(owner, resource(SCRIPTS.get(version - 1)));
                run(owner, "insert into isolation.installation (version) values (" + version + ")");
                LOG.info("installed version {} of the schema isolation", version);
            }
            configure(owner, applicationRole);
            return SCRIPTS.size();
        });
    }

    private static int prepare(Connection owner) throws SQLException {
        try (PreparedStatement lock = owner.prepareStatement("select pg_advisory_xact_lock(?)")) {
            lock.setLong(1, LOCK);
            lock.execute();
        }
        if (!exists(owner, "select from pg_namespace where nspname = 'isolation'")) {
            run(owner, "create schema isolation");
        }
        run(owner, """
            create table if not exists isolation.installation (
                version integer primary key,
                installed_at timestamptz not null default now()
            );
            comment on table isolation.installation is 'The versions of this schema that have been installed.';
            revoke all on isolation.installation from public\
            """);
        try (Statement statement = owner.createStatement();
                ResultSet rows =
                        statement.executeQuery("select coalesce(max(version), 0) from isolation.installation")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void configure(Connection owner, String applicationRole) throws SQLException {
        try (PreparedStatement statement = owner.prepareStatement("""
            insert into isolation.configuration (application_role) values (?)
            on conflict (one_row) do update set application_role = excluded.application_role\
            """)) {
            statement.setString(1, applicationRole);
            statement.executeUpdate();
        }
        if (exists(
                owner,
                "select from isolation.configuration where pg_has_role(application_role, current_user, 'member')")) {
            throw new IllegalArgumentException("the application role " + applicationRole
                    + " is, or can become, the owner, and would own the walls that it must be kept behind");
        }
        String role = quoted(owner, applicationRole);
        run(
                owner,
                "grant usage on schema isolation to " + role + ";grant execute on function"
                        + " isolation.verified_tenant(),"
                        + " isolation.writable_tenant(),"
                        + " isolation.verified_actor(),"
                        + " isolation.verified_origin(), isolation.relations(),"
                        + " isolation.unprotected() to "
                        + role);
        anchor(owner, role);
    }

    /**
     * DROP OWNED BY a role drops the policies that name it alone, and whoever is the role may run it: an injected statement
     * would take the walls down. It also gives back what the role was granted, and fails as a whole where the role holds
     * a privilege on something of which it holds none on any column: USAGE on a sequence is one.
     */
    private static void anchor(Connection owner, String role) throws SQLException {
        run(owner, """
            create sequence if not exists isolation.anchor maxvalue 2;
            comment on sequence isolation.anchor is
                'Counts nothing. That the application role may use it, and no more, makes DROP OWNED BY that role fail: it would drop the policies.';
            revoke all on sequence isolation.anchor from public;
            grant usage on sequence isolation.anchor to %s\
            """.formatted(role));
    }

    /**
     * Makes exactly these keys the ones whose signatures verify: new ones are added, others removed. Contexts that were
     * signed with a removed key are refused from the next statement on.
     */
    public static void trust(Connection owner, SigningKeys keys) throws SQLException {
        inTransaction(owner, () -> {
            String[] ids = keys.all().stream().map(SigningKey::id).toArray(String[]::new);
            try (PreparedStatement statement =
                    owner.prepareStatement("delete from isolation.signing_keys where id <> all (?)")) {
                statement.setArray(1, owner.createArrayOf("text", ids));
                statement.executeUpdate();
            }
            try (PreparedStatement statement = owner.prepareStatement("""
                insert into isolation.signing_keys (id, inner_block, outer_block) values (?, ?, ?)
                on conflict (id) do update
                set inner_block = excluded.inner_block, outer_block = excluded.outer_block, added_at = now()
                where (signing_keys.inner_block, signing_keys.outer_block)
                    is distinct from (excluded.inner_block, excluded.outer_block)\
                """)) {
                for (SigningKey key : keys.all()) {
                    statement.setString(1, key.id());
                    statement.setBytes(2, key.innerBlock());
                    statement.setBytes(3, key.outerBlock());
                    statement.executeUpdate();
                }
            }
            return ids.length;
        });
    }

    private interface Work<R> {
        R run() throws SQLException;
    }

    private static <R> R inTransaction(Connection connection, Work<R> work) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        boolean done = false;
        try {
            R result = work.run();
            connection.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                connection.rollback();
            }
            connection.setAutoCommit(autoCommit);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean exists(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select exists (" + sql + ")")) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private static String quoted(Connection connection, String identifier) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select quote_ident(?)")) {
            statement.setString(1, identifier);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    private static String resource(String script) {
        String name = "install/" + script + ".sql";
        try (InputStream stream = IsolationInstaller.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the library's jar lacks " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
