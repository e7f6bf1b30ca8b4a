package io.partywall.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.partywall.isolation.Access;
import io.partywall.isolation.Actor;
import io.partywall.isolation.Tenancy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no tenant's is the platform's; a tenant sees of it what its own rows lead to. */
class GlobalTablesTest {

    private static Platform platform;

    @BeforeAll
    static void open() throws SQLException {
        platform = Platform.open();
        platform.database.execute(Rows.of(Platform.ACME, Platform.ABE));
        platform.database.execute("""
            insert into app.shared_knowledge_entries (id, title, content, content_hash)
                values (gen_random_uuid(), 'shared', 'c', '\\x01');
            insert into app.users (id, email, name) values (gen_random_uuid(), 'eve@nobody.test', 'Eve')\
            """);
    }

    @AfterAll
    static void close() {
        platform.close();
    }

    @Test
    void theLibraryTrustsThePlatform() throws SQLException {
        try (HikariDataSource pool = platform.database.pool(Roles.APP, 1);
                Tenancy tenancy = Tenancy.connect(pool, platform.keys)) {
            assertThat(tenancy.health().faults()).isEmpty();
        }
    }

    @Test
    void aTenantSeesItsOwnRowAndItsMembersNames() throws SQLException {
        try (Session ann = platform.ann();
                Session bob = platform.bob()) {
            assertThat(ann.query("select name from app.tenants")).containsExactly("Acme");
            assertThat(ann.query("select name || email from app.users order by 1"))
                    .containsExactly("Abeabe@acme.test", "Annann@acme.test");
            assertThat(bob.query("select name from app.tenants")).containsExactly("Beta");
            assertThat(bob.query("select name from app.users")).containsExactly("Bob");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenants", "users", "shared_knowledge_entries", "tenant_members", "knowledge", "kpis"})
    void withoutAContextTheApplicationSeesNothing(String table) throws SQLException {
        try (Session nobody = platform.loggedInAs(Roles.APP)) {
            assertThat(nobody.query("select id from app." + table)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select id from app.sessions",
                "select id from app.user_tokens",
                "select id from app.user_identities",
                "select id from app.platform_audit_logs",
                "select id from app.subscriptions",
                "select plan from app.plan_limits",
                "select name from app.job_queues",
                "select type from app.paused_job_types",
                "select id from app.erasure_ledger",
                "select * from app.schema_history",
                "select password_hash from app.users",
                "select platform_admin from app.users",
                "select status from app.users",
                "select * from app.users",
                "select encryption_keyset from app.tenants",
                "select billing_email from app.tenants",
                "select billing_user_id from app.tenants",
                "select metadata from app.tenants",
                "select u from app.users u",
                "select to_jsonb(t) from app.tenants t",
                "select 1 from app.users where password_hash is null",
                "select id from app.users order by password_hash",
                "select * from isolation.signing_keys",
                "select * from isolation.configuration",
                "select app.is_active_member('00000000-0000-7000-8000-00000000000b', 'service:x')",
                "select app.user_exists('00000000-0000-7000-8000-0000000000b1')",
                "update app.tenants set plan_type = 'pro'",
                "update app.users set name = 'x'",
                "insert into app.users (id, email) values (gen_random_uuid(), 'x@y.test')",
                "insert into app.tenants (id, name, slug) values (gen_random_uuid(), 'x', 'x')",
                "delete from app.shared_knowledge_entries",
                "update app.shared_knowledge_entries set title = 'x'",
                "insert into app.shared_knowledge_entries (id, title, content, content_hash) values"
                        + " (gen_random_uuid(), '', '', '')",
                "select id from app.users for update",
                "set role partywall_platform",
                "set role partywall_owner",
                "create temporary table tenants (id uuid)",
                "create table public.decoy (id uuid)",
                "create schema decoy",
            })
    void theRestIsRefusedToTheApplication(String statement) throws SQLException {
        try (Session ann = platform.ann();
                Session nobody = platform.loggedInAs(Roles.APP)) {
            assertThat(ann.refusal(statement)).startsWith("42501");
            assertThat(nobody.refusal(statement)).startsWith("42501");
        }
    }

    @Test
    void aPersonWhoIsNoActiveMemberSeesNothing() throws SQLException {
        try (Session stranger = platform.in(
                platform.keys.issue(Platform.ACME, Actor.user(Platform.BOB), Access.WRITE, Duration.ofMinutes(1)))) {
            for (String table : List.of("tenants", "users", "shared_knowledge_entries", "kpis")) {
                assertThat(stranger.query("select id from app." + table)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tenants",
                "users",
                "sessions",
                "user_tokens",
                "user_identities",
                "platform_audit_logs",
                "subscriptions",
                "plan_limits",
                "erasure_ledger",
                "shared_knowledge_entries",
                "tenant_members",
                "invitations",
                "api_keys",
                "jobs",
                "finished_jobs",
                "job_queues",
                "paused_job_types",
                "job_shares",
                "job_schedules"
            })
    void thePlatformReadsWhatNoTenantOwnsAndWhatItHasToFindBeforeItKnowsTheTenant(String table) throws SQLException {
        try (Session session = platform.loggedInAs(Roles.PLATFORM)) {
            assertThat(session.query("select count(*) from app." + table)
                            .equals(platform.database.query("select count(*) from app." + table)))
                    .isTrue();
        }
    }

    @Test
    void thePlatformReadsNothingElse() throws SQLException {
        assertThat(platform.database.query("""
            select c.relname from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p', 'v')
            and has_any_column_privilege('partywall_platform', c.oid, 'select, insert, update, references')\
            """))
                .containsExactlyInAnyOrder(
                        "tenants",
                        "users",
                        "sessions",
                        "user_tokens",
                        "user_identities",
                        "platform_audit_logs",
                        "subscriptions",
                        "plan_limits",
                        "erasure_ledger",
                        "shared_knowledge_entries",
                        "tenant_members",
                        "invitations",
                        "api_keys",
                        "jobs",
                        "finished_jobs",
                        "job_queues",
                        "paused_job_types",
                        "job_shares",
                        "job_schedules",
                        "audit_logs",
                        "audit_checkpoints");
        assertThat(platform.database.query(
                        "select a.attname from pg_attribute a where a.attrelid = 'app.audit_logs'::regclass"
                                + " and a.attnum > 0 and has_column_privilege('partywall_platform', a.attrelid,"
                                + " a.attnum, 'select')"))
                .containsExactlyInAnyOrder("tenant_id", "id", "sequence");
        try (Session session = platform.loggedInAs(Roles.PLATFORM)) {
            assertThat(session.refusal("select 1 from app.kpis")).startsWith("42501");
            assertThat(session.refusal("select changes from app.audit_logs")).startsWith("42501");
            assertThat(session.refusal("select 1 from isolation.signing_keys")).startsWith("42501");
        }
    }

    @Test
    void theErasureLedgerOnlyGrows() throws SQLException {
        try (Session session = platform.loggedInAs(Roles.PLATFORM)) {
            assertThat(session.update("""
                insert into app.erasure_ledger (id, tenant_id, erased_by, certificate)
                values (gen_random_uuid(), gen_random_uuid(), 'Ann', 'all of it')\
                """)).isOne();
            assertThat(session.refusal("update app.erasure_ledger set erased_by = 'x'"))
                    .startsWith("42501");
            assertThat(session.refusal("delete from app.erasure_ledger")).startsWith("42501");
            assertThat(session.refusal("truncate app.erasure_ledger")).startsWith("42501");
        }
    }

    @Test
    void ofAKeyOrAnInvitationThePlatformWritesWhenItWasUsedOnly() throws SQLException {
        try (Session session = platform.loggedInAs(Roles.PLATFORM)) {
            assertThat(session.update("update app.api_keys set last_used_at = now()"))
                    .isOne();
            assertThat(session.update("update app.invitations set accepted_at = now()"))
                    .isOne();
            assertThat(session.refusal("update app.api_keys set scopes = '{all}'"))
                    .startsWith("42501");
            assertThat(session.refusal("update app.invitations set role = 'OWNER'"))
                    .startsWith("42501");
            assertThat(session.refusal("delete from app.api_keys")).startsWith("42501");
            assertThat(session.refusal("delete from app.invitations")).startsWith("42501");
        }
    }

    @Test
    void anEmailIsOnePersonsWhateverItsCase() throws SQLException {
        try (Session session = platform.loggedInAs(Roles.PLATFORM)) {
            assertThat(session.refusal("insert into app.users (id, email) values (gen_random_uuid(), 'ANN@Acme.test')"))
                    .startsWith("23505");
        }
    }
}
