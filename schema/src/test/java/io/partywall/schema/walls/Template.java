package io.partywall.schema.walls;

import com.zaxxer.hikari.HikariDataSource;
import io.partywall.isolation.SigningKeys;
import io.partywall.schema.Migrations;
import io.partywall.testing.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A migrated database with the same rows for every tenant, made once; tests work in copies of it. */
final class Template {

    static final SigningKeys KEYS = SigningKeys.parse(SigningKeys.generate("k1"));

    private static final Template MADE = make();

    private final TestDatabase database;
    private final Catalogue catalogue;

    private Template(TestDatabase database, Catalogue catalogue) {
        this.database = database;
        this.catalogue = catalogue;
    }

    static TestDatabase copy() {
        TestDatabase copy = TestDatabase.copyOf(MADE.database);
        // What is granted on a database is not copied with it.
        copy.execute("revoke create, temporary on database " + copy.name() + " from public");
        return copy;
    }

    static Catalogue catalogue() {
        return MADE.catalogue;
    }

    private static Template make() {
        TestDatabase database = TestDatabase.create();
        try (HikariDataSource administrator = database.pool("postgres", 2)) {
            Migrations.of(administrator)
                    .trusting(KEYS)
                    .password("partywall_app", TestDatabase.PASSWORD)
                    .run();
            database.execute("select app.ensure_event_partitions('2026-01-05', '2026-02-25')");
            database.execute("select app.keep_job_history(30)");
            leaveTwoDaysOfHistory(database);
            Catalogue catalogue = Catalogue.of(database);
            database.execute(seed(catalogue));
            Witness.install(database, catalogue);
            return new Template(database, catalogue);
        } catch (SQLException failure) {
            throw new IllegalStateException("the template database cannot be made", failure);
        }
    }

    /** Each partition is a relation to be tried: two tell what all would. */
    private static void leaveTwoDaysOfHistory(TestDatabase database) {
        database.execute("""
            do $$ declare day text; begin
                for day in select inhrelid::regclass from pg_inherits where inhparent = 'app.finished_jobs'::regclass
                    and inhrelid::regclass::text not in (
                        'app.finished_jobs_' || to_char('%1$s'::date, 'YYYY_MM_DD'),
                        'app.finished_jobs_' || to_char('%1$s'::date + 1, 'YYYY_MM_DD')) loop
                    execute 'drop table ' || day;
                end loop;
            end $$\
            """.formatted(Rows.FIRST_DAY_OF_HISTORY));
    }

    private static String seed(Catalogue catalogue) {
        List<String> statements = new ArrayList<>();
        for (Tenant tenant : Tenant.values()) {
            statements.add("insert into app.tenants (id, name, slug) values ('%s', '%s', lower('%2$s'))"
                    .formatted(tenant.id(), tenant));
            for (int number = 0; number < 10; number++) {
                statements.add("insert into app.users (id, email) values ('%s', 'person%d@%s.example.org')"
                        .formatted(tenant.user(number), number, tenant));
            }
        }
        statements.add("insert into app.shared_knowledge_entries (id, title, content, content_hash)"
                + " values (gen_random_uuid(), 'all', 'see this', '')");
        Rows rows = new Rows(catalogue);
        for (Relation table : catalogue.tables()) {
            statements.addAll(seed(table, rows));
        }
        statements.addAll(memberships(rows, catalogue.relation("tenant_members")));
        return String.join(";\n", statements);
    }

    static List<String> seed(Relation table, Rows rows) {
        List<String> statements = new ArrayList<>();
        for (Tenant tenant : Tenant.values()) {
            for (int number = 0; number < Rows.seeded(table); number++) {
                statements.add(rows.row(table, tenant, number).insert());
            }
        }
        return statements;
    }

    private static List<String> memberships(Rows rows, Relation members) {
        List<String> statements = new ArrayList<>();
        for (Tenant tenant : Tenant.values()) {
            Row former = rows.row(members, tenant, Tenant.FORMER_MEMBER);
            statements.add("update app.tenant_members set role = 'OWNER', status = 'ACTIVE' where user_id = '%s'"
                    .formatted(tenant.user(Tenant.OWNER)));
            statements.add("update app.tenant_members set role = 'VIEWER' where user_id = '%s'"
                    .formatted(tenant.user(Tenant.VIEWER)));
            statements.add("update app.tenant_members set status = 'SUSPENDED' where user_id = '%s'"
                    .formatted(tenant.user(Tenant.SUSPENDED_MEMBER)));
            statements.add(former.insert());
            statements.add("delete from app.tenant_members t where " + former.keyCondition());
        }
        statements.add("update app.tenants set status = 'SUSPENDED' where id = '%s'".formatted(Tenant.CLOSED.id()));
        return statements;
    }
}
