package io.partywall.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.inspector.Inspector;
import io.partywall.inspector.Options;
import io.partywall.inspector.finding.Finding;
import io.partywall.testing.TestDatabase;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A database of its own with a schema that a test gives, and what a group of checks says of it. */
public final class Inspected implements AutoCloseable {

    /** The application's role: neither superuser nor owner. */
    public static final String APPLICATION = "checked_app";

    /** A role that owns, and is no superuser. */
    public static final String OWNER = "checked_owner";

    private final TestDatabase database;
    private final String group;

    private Inspected(TestDatabase database, String group) {
        this.database = database;
        this.group = group;
    }

    /** The schema, in a database with a table of tenants, inspected by the checks of that letter. */
    public static Inspected schema(String group, String sql) {
        TestDatabase.createRole(APPLICATION, "nosuperuser nobypassrls");
        TestDatabase.createRole(OWNER, "nosuperuser nobypassrls nologin");
        TestDatabase database = TestDatabase.create();
        database.execute("create table tenants (id uuid primary key)");
        database.execute(sql);
        return new Inspected(database, group);
    }

    /** Row security on the table, with a policy that confines the application and the owner. */
    public static String walled(String table) {
        return """
            alter table %1$s enable row level security;
            alter table %1$s force row level security;
            create policy own on %1$s to checked_app, checked_owner
                using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));
            """.formatted(table);
    }

    private List<Finding> all() {
        return Inspector.inspect(database.pool("postgres", 1), Options.guess().withApplicationRoles(APPLICATION))
                .findings()
                .stream()
                .filter(finding -> finding.check().startsWith(group))
                .toList();
    }

    /** What is found, each as {@code B1 public.orders}. */
    public Set<String> findings() {
        return all().stream().map(Finding::identity).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The finding of that name. */
    public Finding finding(String identity) {
        List<Finding> found =
                all().stream().filter(f -> f.identity().equals(identity)).toList();
        assertThat(found).as("%s among %s", identity, findings()).hasSize(1);
        return found.getFirst();
    }

    /** That each query shows something, to the application's role too. */
    public void assertThatQueriesShow() {
        for (Finding finding : all()) {
            assertThat(database.query(finding.query())).as(finding.query()).isNotEmpty();
            database.execute("set role " + APPLICATION + "; " + finding.query());
        }
    }

    /** Runs the statements of the finding's remedy. */
    public void remedy(String identity) {
        finding(identity).remedy().statements().forEach(database::execute);
    }

    public int majorVersion() {
        return database.majorVersion();
    }

    public String databaseName() {
        return database.name();
    }

    public void execute(String sql) {
        database.execute(sql);
    }

    @Override
    public void close() {
        database.close();
    }
}
