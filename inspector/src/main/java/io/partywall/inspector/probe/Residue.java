package io.partywall.inspector.probe;

import io.partywall.inspector.finding.Severity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * L8: what a session keeps when a transaction ends, for whoever borrows the connection next. On a connection of its own, with
 * names of its own that mean nothing to anybody, and taken away again.
 *
 * <p>INVARIANT: it commits, in transactions that are read-only and so cannot have written; never a context.
 */
final class Residue implements Probe {

    private static final String ID = "L8";
    private static final long LOCK = 0x7061727479L;

    private final DataSource dataSource;

    Residue(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public String title() {
        return "what a session keeps";
    }

    @Override
    public void run(Ground ground) throws SQLException {
        temporary(ground);
        Optional<String> context = ground.contextSetting();
        String object = context.map(setting -> "setting " + setting).orElse("database");
        String name = "partywall_" + UUID.randomUUID().toString().replace("-", "");
        List<String> kept = new ArrayList<>();
        boolean pooled;
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            pooled = sharesBackends(connection, ground.session());
            if (!pooled) {
                try {
                    leave(connection, name);
                    kept.addAll(found(connection, name));
                } finally {
                    connection.rollback();
                    clean(connection, name);
                }
            }
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLTransientConnectionException none) {
            ground.results().notTried(ID, object, "a second connection is needed for it, and the pool has none");
            return;
        }
        String keeps = "the session kept " + String.join(", ", kept);
        boolean plain = ground.results().broke("L6", object);
        if (pooled) {
            String why = "a pooler shares backends among connections: what is left there meets anybody";
            ground.results().notTried(ID, object, why);
        } else if (plain && kept.contains("a setting")) {
            String detail =
                    keeps + "; a context set for the session, not for the transaction, stays for the next borrower";
            ground.results()
                    .broken(
                            ID,
                            Severity.MEDIUM,
                            object,
                            detail,
                            "select set_config('" + context.orElse("") + "', '…', false); select current_setting('"
                                    + context.orElse("") + "')");
        } else {
            ground.results().held(ID, object, keeps + ", none of which is a tenant");
        }
    }

    private static void temporary(Ground ground) throws SQLException {
        for (var standing : ground.actors()) {
            Identity who = ground.nobody(standing);
            Attempt made = ground.session()
                    .inTransaction(() -> ground.session()
                            .as(who, () -> ground.session().undone("create temporary table partywall_probe (a int)")));
            if (made.worked()) {
                ground.results()
                        .broken(
                                ID,
                                Severity.MEDIUM,
                                "database",
                                who.role()
                                        + " makes temporary tables: they stay on the connection and stand in front of"
                                        + " tables of the same name",
                                who.script("create temporary table partywall_probe (a int)"));
            } else {
                ground.results().held(ID, "database", "no temporary tables: " + made.message());
            }
        }
    }

    /** Behind a pooler two connections, one after the other, meet the same backend, or one of them changes it. */
    private static boolean sharesBackends(Connection connection, Session other) throws SQLException {
        String pid = "select pg_catalog.pg_backend_pid()";
        String others =
                other.inTransaction(() -> String.valueOf(other.attempt(pid).number()));
        String first = text(connection, pid);
        connection.rollback();
        String next = text(connection, pid);
        connection.rollback();
        return first.equals(others) || !first.equals(next);
    }

    private static void leave(Connection connection, String name) throws SQLException {
        execute(connection, "set transaction read only");
        execute(connection, "set local statement_timeout = 5000");
        text(connection, "select pg_catalog.set_config('partywall.residue', '" + name + "', false)");
        execute(connection, "prepare " + name + " as select 1");
        execute(connection, "declare " + name + " cursor with hold for select 1");
        execute(connection, "listen " + name);
        text(connection, "select pg_catalog.pg_try_advisory_lock(" + LOCK + ")");
        connection.commit();
    }

    private static List<String> found(Connection connection, String name) throws SQLException {
        List<String> kept = new ArrayList<>();
        add(
                kept,
                connection,
                "a setting",
                "select pg_catalog.current_setting('partywall.residue', true) = '" + name + "'");
        add(kept, connection, "a prepared statement", exists("pg_catalog.pg_prepared_statements where name", name));
        add(kept, connection, "a cursor", exists("pg_catalog.pg_cursors where name", name));
        add(kept, connection, "a subscription", exists("pg_catalog.pg_listening_channels() c where c", name));
        add(
                kept,
                connection,
                "an advisory lock",
                "select exists (select from pg_catalog.pg_locks where locktype = 'advisory' and pid ="
                        + " pg_catalog.pg_backend_pid())");
        return kept;
    }

    private static String exists(String where, String name) {
        return "select exists (select from " + where + " = '" + name + "')";
    }

    private static void add(List<String> kept, Connection connection, String what, String sql) throws SQLException {
        if (text(connection, sql).equals("t")) {
            kept.add(what);
        }
    }

    private static void clean(Connection connection, String name) throws SQLException {
        connection.setAutoCommit(true);
        for (String sql : List.of(
                "select pg_catalog.pg_advisory_unlock(" + LOCK + ")",
                "unlisten " + name,
                "close " + name,
                "deallocate " + name,
                "reset partywall.residue")) {
            try {
                execute(connection, sql);
            } catch (SQLException absent) {
                // It was never left: the first of them failed before.
                if (absent.getSQLState() != null && absent.getSQLState().startsWith("08")) {
                    throw absent;
                }
            }
        }
        connection.setAutoCommit(false);
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
