package io.partywall.isolation.noninterference;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import io.partywall.isolation.Access;
import io.partywall.isolation.Actor;
import io.partywall.isolation.IsolationInstaller;
import io.partywall.isolation.SigningKeys;
import io.partywall.isolation.Tenancy;
import io.partywall.isolation.TenantContext;
import io.partywall.isolation.TenantScope;
import io.partywall.isolation.noninterference.Program.Step;
import io.partywall.isolation.noninterference.Program.Way;
import io.partywall.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** One of the two databases: it holds a schema and rows, and runs programs of A through the library. */
final class Twin implements AutoCloseable {

    private static final Duration LIFETIME = Duration.ofHours(1);

    /** Rows by their table. */
    record Stored(Map<String, List<String>> ofA, Map<String, List<String>> ofOthers) {

        /** The tables of which the rows are not those. */
        Set<String> unlike(Stored other) {
            Set<String> names = new TreeSet<>();
            for (Map<String, List<String>> rows : List.of(ofA, ofOthers, other.ofA, other.ofOthers)) {
                names.addAll(rows.keySet());
            }
            names.removeIf(name -> Objects.equals(ofA.get(name), other.ofA.get(name))
                    && Objects.equals(ofOthers.get(name), other.ofOthers.get(name)));
            return names;
        }
    }

    /** How a program ends that does not commit. */
    private static final class RolledBack extends RuntimeException {}

    private final TestDatabase database = TestDatabase.create();
    private final SigningKeys keys = SigningKeys.parse(SigningKeys.generate("k1"));
    private final Connection owner;
    private final Connection admin;
    private @Nullable HikariDataSource pool;
    private @Nullable Tenancy tenancy;
    private List<Table> tables = List.of();

    Twin() throws SQLException {
        TestDatabase.createRole("twin_owner", "nologin");
        TestDatabase.createRole("twin_app", "login");
        database.execute("""
            alter database %1$s set synchronous_commit = off; revoke temp on database %1$s from public;
            grant create on database %1$s to twin_owner\
            """.formatted(database.name()));
        owner = database.as("twin_owner");
        IsolationInstaller.install(owner, "twin_app");
        IsolationInstaller.trust(owner, keys);
        admin = database.admin();
        // Rows are filled in as they are, in any order.
        execute(admin, "set session_replication_role = replica");
    }

    /** Replaces the schema; the last statements are a superuser's, when the application has connected. */
    void build(RandomSchema schema, List<String> takenAway) throws SQLException {
        disconnect();
        execute(admin, "set client_min_messages = error; drop schema if exists shop cascade");
        execute(owner, String.join(";\n", schema.ddl()));
        tables = schema.storedTables();
        pool = pool();
        tenancy = Tenancy.connect(pool, keys);
        for (String sql : takenAway) {
            execute(admin, sql);
        }
    }

    /** Replaces the rows of these tables. */
    void fill(Set<String> names, List<Row> rows) throws SQLException {
        String emptied = names.stream().map("delete from shop.%s;"::formatted).collect(Collectors.joining("\n"));
        List<Row> filled =
                rows.stream().filter(row -> names.contains(row.table())).toList();
        execute(admin, emptied + "\n" + Row.inserts(filled));
    }

    void analyze() throws SQLException {
        execute(admin, "analyze");
    }

    /** All rows, as a superuser sees them. */
    Stored stored() throws SQLException {
        String sql = tables.stream()
                .map(table -> "select '%1$s', tenant_id = '%2$s', t::text from shop.%1$s t"
                        .formatted(table.name(), Tenants.A))
                .collect(Collectors.joining(" union all "));
        Stored stored = new Stored(new TreeMap<>(), new TreeMap<>());
        try (Statement statement = admin.createStatement();
                ResultSet result = statement.executeQuery(sql + " order by 1, 3")) {
            while (result.next()) {
                (result.getBoolean(2) ? stored.ofA() : stored.ofOthers())
                        .computeIfAbsent(result.getString(1), table -> new ArrayList<>())
                        .add(result.getString(3));
            }
        }
        return stored;
    }

    int majorVersion() throws SQLException {
        return admin.getMetaData().getDatabaseMajorVersion();
    }

    /** What A gets: for each step, and for the end. */
    List<List<String>> run(Program program) throws SQLException {
        List<List<String>> outcomes = new ArrayList<>();
        TenantContext context = keys.issue(Tenants.A, Actor.service("program"), Access.WRITE, LIFETIME);
        Objects.requireNonNull(tenancy).useTenant(context, scope -> {
            if (program.begin().equals(Program.AUTO_COMMIT)) {
                for (Step step : program.steps()) {
                    outcomes.add(Execution.of(step, scope));
                }
                return;
            }
            try {
                scope.inTransaction(() -> transaction(scope, program, outcomes));
            } catch (RolledBack asked) {
                outcomes.add(List.of("rolled back"));
            } catch (DataAccessException refused) {
                outcomes.add(List.of(Outcome.of(refused)));
            }
        });
        return outcomes;
    }

    private static boolean transaction(TenantScope scope, Program program, List<List<String>> outcomes)
            throws SQLException {
        int level = List.of(
                        Connection.TRANSACTION_READ_COMMITTED,
                        Connection.TRANSACTION_REPEATABLE_READ,
                        Connection.TRANSACTION_SERIALIZABLE)
                .get(Program.LEVELS.indexOf(program.begin()));
        try (Connection connection = scope.dataSource().getConnection()) {
            connection.setTransactionIsolation(level);
            for (Step step : program.steps()) {
                outcomes.add(
                        step.way() == Way.CONTROL
                                ? Execution.of(step, scope)
                                : Execution.behindSavepoint(step, scope, connection));
            }
        }
        if (!program.commits()) {
            throw new RolledBack();
        }
        return true;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url("twin_app"));
        config.setMaximumPoolSize(1);
        // What PostgreSQL does not support is no reason to end the connection, and what is prepared on it.
        config.setExceptionOverride(new SQLExceptionOverride() {
            @java.lang.Override
            public SQLExceptionOverride.Override adjudicate(SQLException failure) {
                return SQLExceptionOverride.Override.DO_NOT_EVICT;
            }
        });
        return new HikariDataSource(config);
    }

    private void disconnect() {
        if (tenancy != null) {
            tenancy.close();
        }
        if (pool != null) {
            pool.close();
        }
    }

    @Override
    public void close() throws SQLException {
        disconnect();
        owner.close();
        admin.close();
        database.close();
    }
}
