package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The probes' connection: whatever is done on it is done in a transaction that rolls back. It acts as whoever connected, the
 * administrator, with row_security off, so that a query which policies would narrow fails instead of misleading; and for a
 * while as somebody else.
 *
 * <p>INVARIANT: nothing in this package commits but {@code Residue}, which proves first that it has written nothing.
 */
final class Session {

    /** No probe looks at more rows of a table than these. */
    static final int MOST_ROWS = 10_000;

    /** No probe changes more rows than these, one statement, for a moment. */
    static final int FEW_ROWS = 1_000;

    /** Something to do. */
    interface Work<T> {
        T run() throws SQLException;
    }

    private final Connection connection;
    private final Duration statementTimeout;
    private final Duration lockTimeout;
    private final boolean superuser;
    private final String user;
    private final String searchPath;
    private int savepoints;
    private String reason = "";

    Session(Connection connection, ProbeOptions options) throws SQLException {
        this.connection = connection;
        this.statementTimeout = options.statementTimeout();
        this.lockTimeout = options.lockTimeout();
        connection.setAutoCommit(false);
        List<String> known =
                texts("select unnest(array[session_user::text, (select rolsuper from pg_catalog.pg_roles where"
                        + " rolname = session_user)::text, pg_catalog.current_setting('search_path')])");
        connection.rollback();
        user = known.get(0);
        superuser = known.get(1).equals("true");
        searchPath = known.get(2);
    }

    boolean isSuperuser() {
        return superuser;
    }

    /** Whether whoever connected is that role. */
    boolean isUser(Role role) {
        return user.equals(role.name());
    }

    /** Whether it can act as the role: as a superuser, as that role itself, or as a member. */
    boolean canAct(Role role, int version) throws SQLException {
        if (superuser || isUser(role)) {
            return true;
        }
        return inTransaction(() -> attempt(
                        "select pg_catalog.pg_has_role(?, " + (version >= 16 ? "'SET'" : "'MEMBER'") + ")", role.name())
                .yes());
    }

    /** Does the work in one snapshot, and undoes it. */
    <T> T inTransaction(Work<T> work) throws SQLException {
        try {
            execute("set transaction isolation level repeatable read; set local statement_timeout = "
                    + statementTimeout.toMillis() + "; set local lock_timeout = " + lockTimeout.toMillis()
                    + "; set local idle_in_transaction_session_timeout = '60s'; set local row_security = off;"
                    + " set local search_path = pg_catalog");
            return work.run();
        } finally {
            connection.rollback();
        }
    }

    /** Does the work as somebody else, and undoes it; in a transaction. */
    <T> T as(Identity who, Work<T> work) throws SQLException {
        return undoing(() -> {
            execute("set local row_security = on");
            texts("select pg_catalog.set_config('search_path', ?, true)", searchPath);
            become(who.standing().role());
            set(who.settings());
            return work.run();
        });
    }

    /** Does the work, and undoes it: rows, settings, locks and the role; in a transaction. */
    <T> T undoing(Work<T> work) throws SQLException {
        String point = "partywall_" + ++savepoints;
        execute("savepoint " + point);
        try {
            return work.run();
        } finally {
            execute("rollback to savepoint " + point);
            execute("release savepoint " + point);
        }
    }

    private void become(Role role) throws SQLException {
        if (superuser) {
            // Not SET ROLE: what session_user says, and what SET ROLE may do next, have to be the role's own.
            execute("set local session authorization " + role.sql());
        } else if (!isUser(role)) {
            execute("set local role " + role.sql());
        }
    }

    void set(Map<String, String> settings) throws SQLException {
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            texts("select pg_catalog.set_config(?, ?, true)", setting.getKey(), setting.getValue());
        }
    }

    /** Tries a statement; what it did stays until the work around it is undone. */
    Attempt attempt(String sql, @Nullable String... parameters) throws SQLException {
        String point = "partywall_" + ++savepoints;
        execute("savepoint " + point);
        try {
            Attempt attempt = run(sql, parameters);
            execute("release savepoint " + point);
            return attempt;
        } catch (SQLException refused) {
            String state = refused.getSQLState() == null ? "XX000" : refused.getSQLState();
            if (state.startsWith("08") || state.startsWith("57P")) {
                throw refused;
            }
            execute("rollback to savepoint " + point);
            execute("release savepoint " + point);
            return new Attempt(List.of(), 0, state, message(refused));
        }
    }

    /** Tries a statement, and undoes it. */
    Attempt undone(String sql, @Nullable String... parameters) throws SQLException {
        return undoing(() -> attempt(sql, parameters));
    }

    /** The first row of a query by its columns' names, NULLs left out; empty where it finds or may read none. */
    Map<String, String> row(String sql, @Nullable String... parameters) throws SQLException {
        Map<String, String> values = new LinkedHashMap<>();
        reason = "";
        String point = "partywall_" + ++savepoints;
        execute("savepoint " + point);
        try (PreparedStatement statement = prepared(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            if (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    String text = rows.getString(i);
                    if (text != null) {
                        values.put(rows.getMetaData().getColumnLabel(i), text);
                    }
                }
            }
        } catch (SQLException refused) {
            execute("rollback to savepoint " + point);
            reason = message(refused);
        }
        execute("release savepoint " + point);
        return values;
    }

    private static String message(SQLException refused) {
        return String.valueOf(refused.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("^ERROR: ", "");
    }

    /** Why the last {@link #row} found none. */
    String reason() {
        return reason;
    }

    private PreparedStatement prepared(String sql, @Nullable String... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            // Of unknown type, as a literal is: the server takes it for what stands on the other side.
            statement.setObject(i + 1, parameters[i], Types.OTHER);
        }
        return statement;
    }

    /** Takes the lock without waiting: nobody queues behind it. */
    Attempt lockAtOnce(String relation) throws SQLException {
        return attempt("lock table " + relation + " in access exclusive mode nowait");
    }

    private Attempt run(String sql, @Nullable String... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(sql, parameters)) {
            statement.setMaxRows(MOST_ROWS + 1);
            boolean hasRows = statement.execute();
            if (!hasRows) {
                return new Attempt(List.of(), Math.max(0, statement.getUpdateCount()), "", "");
            }
            try (ResultSet rows = statement.getResultSet()) {
                List<String> first = new ArrayList<>();
                int count = 0;
                while (rows.next()) {
                    count++;
                    String text = rows.getMetaData().getColumnCount() == 0 ? null : rows.getString(1);
                    if (text != null) {
                        first.add(text);
                    }
                }
                return new Attempt(List.copyOf(first), count, "", "");
            }
        }
    }

    private List<String> texts(String sql, @Nullable String... parameters) throws SQLException {
        return run(sql, parameters).rows();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
