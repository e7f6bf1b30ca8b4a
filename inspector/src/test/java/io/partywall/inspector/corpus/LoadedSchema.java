package io.partywall.inspector.corpus;

import io.partywall.inspector.Options;
import io.partywall.testing.TestDatabase;
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
            loaded.execute(schema.sql());
            return loaded;
        } catch (RuntimeException failure) {
            loaded.close();
            throw failure;
        }
    }

    Options options() {
        return Options.guess().withApplicationRoles(schema.applicationRoles().toArray(String[]::new));
    }

    DataSource superuser() {
        return database.pool("postgres", 1);
    }

    void execute(String sql) {
        database.execute(sql);
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
