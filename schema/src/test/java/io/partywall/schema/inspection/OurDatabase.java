package io.partywall.schema.inspection;

import io.partywall.inspector.Decisions;
import io.partywall.inspector.Inspector;
import io.partywall.inspector.Options;
import io.partywall.inspector.Report;
import io.partywall.inspector.probe.ProbeOptions;
import io.partywall.isolation.Access;
import io.partywall.isolation.Actor;
import io.partywall.isolation.SigningKeys;
import io.partywall.isolation.TenantContext;
import io.partywall.isolation.TenantId;
import io.partywall.schema.Migrations;
import io.partywall.schema.Rows;
import io.partywall.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A migrated database, as an administrator sees it. */
final class OurDatabase implements AutoCloseable {

    static final SigningKeys KEYS = SigningKeys.parse(SigningKeys.generate("k1"));

    /** Migrated once; the others are copies. */
    private static final class Template {
        static final TestDatabase DATABASE = migrated();

        private static TestDatabase migrated() {
            TestDatabase database = TestDatabase.create();
            try {
                Migrations.of(administrator(database)).trusting(KEYS).run();
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
            return database;
        }
    }

    private final TestDatabase database = TestDatabase.copyOf(Template.DATABASE);

    private OurDatabase() {}

    static OurDatabase open() {
        OurDatabase ours = new OurDatabase();
        // What a database itself grants is not copied with it.
        ours.execute("revoke create, temporary on database " + ours.database.name() + " from public");
        return ours;
    }

    private static DataSource administrator(TestDatabase database) {
        PGSimpleDataSource logins = new PGSimpleDataSource();
        logins.setUrl(database.url("postgres"));
        return logins;
    }

    /** Two tenants with a row in every table. */
    OurDatabase populated() {
        for (int i = 1; i <= 2; i++) {
            String id = "00000000-0000-7000-8000-00000000000" + i;
            execute("""
                insert into app.tenants (id, name, slug, status) values ('%1$s', 'Tenant %2$d', 'tenant-%2$d', 'ACTIVE');
                insert into app.users (id, email, name) values ('%1$s', 'user-%2$d@test', 'User %2$d');
                insert into app.tenant_members (tenant_id, id, user_id, role) values ('%1$s', '%1$s', '%1$s', 'OWNER');
                """.formatted(id, i));
            execute(Rows.of(TenantId.of(id), UUID.fromString(id)));
        }
        return this;
    }

    int majorVersion() {
        return database.majorVersion();
    }

    void execute(String sql) {
        database.execute(sql);
    }

    /** What the inspector says when it probes too, with contexts that are signed as the application's are. */
    Report probe() {
        return inspect(Options.guess().withProbe(ProbeOptions.guess().withContext(OurDatabase::settings)));
    }

    private static Map<String, String> settings(String tenant) {
        TenantContext context =
                KEYS.issue(TenantId.of(tenant), Actor.service("inspector"), Access.WRITE, Duration.ofMinutes(5));
        return Map.of("app.current_tenant_id", tenant, "app.context_signature", context.signature());
    }

    /** What the inspector says, with what this database itself declares to be global. */
    Report inspect() {
        return inspect(Options.guess());
    }

    Report inspect(Options options) {
        Map<String, String> globals =
                database
                        .query("select relation::text || '|' || reason from isolation.global_tables order by 1")
                        .stream()
                        .map(line -> line.split("\\|", 2))
                        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        return Inspector.inspect(administrator(database), options.withDecisions(new Decisions(globals, List.of())));
    }

    @Override
    public void close() {
        database.close();
    }
}
