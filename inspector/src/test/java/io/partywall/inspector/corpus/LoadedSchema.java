package io.partywall.inspector.corpus;

import io.partywall.inspector.Options;
import io.partywall.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** A schema of the corpus in a database of its own; its roles, which belong to the server, go with it. */
final class LoadedSchema implements AutoCloseable {

    private static final String ROLES = "select quote_ident(rolname) from pg_roles where rolname !~ '^pg_'";

    private final LabelledSchema schema;
    private final Set<String> rolesBefore;
    private final TestDatabase database = TestDatabase.create();

    private LoadedSchema(LabelledSchema schema) {
        this.schema = schema;
        rolesBefore = Set.copyOf(database.query(ROLES));
    }

    static LoadedSchema load(LabelledSchema schema) {
        LoadedSchema loaded = new LoadedSchema(schema);
        try {
            loaded.run(schema.sql());
            return loaded;
        } catch (RuntimeException failure) {
            loaded.close();
            throw failure;
        }
    }

    /** As one text: the driver would cut the body of a function at its semicolons. */
    private void run(String sql) {
        try (Connection connection = DriverManager.getConnection(database.url("postgres") + "&preferQueryMode=simple");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    Options options() {
        return Options.guess().withApplicationRoles(schema.applicationRoles().toArray(String[]::new));
    }

    DataSource superuser() {
        return database.pool("postgres", 1);
    }

    /** In simple mode the server splits the statements: the driver stumbles over bodies of functions. */
    void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(database.url("postgres") + "&preferQueryMode=simple");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    List<String> query(String sql) {
        return database.query(sql);
    }

    @Override
    public void close() {
        List<String> roles = database.query(ROLES).stream()
                .filter(role -> !rolesBefore.contains(role))
                .toList();
        database.close();
        try (TestDatabase other = TestDatabase.create()) {
            roles.forEach(role -> other.execute("drop owned by " + role + "; drop role " + role));
        }
    }
}
