package io.partywall.inspector;

import io.partywall.inspector.finding.Finding;
import io.partywall.testing.TestDatabase;
import java.util.List;
import java.util.Set;

/**
 * A sound database, in which {@code orders} are confined for {@code audited_app}, with what a test adds to it. The roles that
 * it adds go with it.
 */
public final class Audited implements AutoCloseable {

    private static final String ROLES = "select quote_ident(rolname) from pg_roles where rolname !~ '^pg_'";

    private final TestDatabase database = TestDatabase.create();
    private final Set<String> rolesBefore = Set.copyOf(database.query(ROLES));

    private Audited() {}

    /** The sound database, and then the SQL. */
    public static Audited with(String sql) {
        Audited audited = new Audited();
        audited.execute("""
            create role audited_app login nosuperuser nobypassrls;
            do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
            create table tenants (id uuid primary key);
            create table orders (tenant_id uuid references tenants, id uuid, item text, primary key (tenant_id, id));
            alter table orders enable row level security, force row level security;
            create policy own on orders to audited_app
                using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));
            create policy floor on orders as restrictive to audited_app
                using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));
            grant select, insert, delete on orders to audited_app;
            """);
        audited.execute(sql);
        return audited;
    }

    public void execute(String sql) {
        database.execute(sql);
    }

    public int majorVersion() {
        return database.majorVersion();
    }

    public Report report() {
        return Inspector.inspect(database.pool("postgres", 1), Options.guess().withApplicationRoles("audited_app"));
    }

    /** What the checks of these groups say: {@code E} for all of E, {@code A4} for one. */
    public List<String> findings(String... checks) {
        return report().findings().stream()
                .filter(f -> List.of(checks).contains(f.check())
                        || List.of(checks).contains(f.check().substring(0, 1)))
                .map(Finding::identity)
                .toList();
    }

    public Finding finding(String identity) {
        return report().findings().stream()
                .filter(f -> f.identity().equals(identity))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no finding " + identity));
    }

    /** Runs its remedy, having shown that its query shows something. */
    public void close(String identity) {
        Finding finding = finding(identity);
        if (database.query(finding.query()).isEmpty()) {
            throw new AssertionError("shows nothing: " + finding.query());
        }
        finding.remedy().statements().forEach(this::execute);
    }

    @Override
    public void close() {
        List<String> added = database.query(ROLES).stream()
                .filter(role -> !rolesBefore.contains(role))
                .toList();
        database.close();
        try (TestDatabase other = TestDatabase.create()) {
            added.forEach(role -> other.execute("drop owned by " + role + " cascade"));
            added.forEach(role -> other.execute("drop role " + role));
        }
    }
}
