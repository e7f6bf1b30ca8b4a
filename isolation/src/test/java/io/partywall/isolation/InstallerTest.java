package io.partywall.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partywall.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The library brings its schema along, into anybody's database. */
class InstallerTest {

    private static final String OWNER = "Their Owner";
    private static final String APP = "their-app";

    private final TestDatabase database = TestDatabase.create();

    @BeforeEach
    void prepare() {
        database.execute("""
            do $$ begin
                if not exists (select from pg_roles where rolname = '%1$s') then
                    create role "%1$s" nologin;
                    create role "%2$s" login password 'secret';
                end if;
            end $$\
            """.formatted(OWNER, APP));
        database.execute("grant create on database " + database.name() + " to \"" + OWNER + "\"");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private Connection owner() throws SQLException {
        Connection connection = database.admin();
        try (Statement statement = connection.createStatement()) {
            statement.execute("set role \"" + OWNER + "\"");
        }
        return connection;
    }

    private List<String> schemas() {
        return database.query("select nspname from pg_namespace where nspname = 'isolation'");
    }

    @Test
    void itInstallsIntoAnEmptyDatabaseAndIsWholeAtOnce() throws SQLException {
        try (Connection owner = owner()) {
            int version = IsolationInstaller.install(owner, APP);
            assertThat(database.query("select max(version) from isolation.installation"))
                    .containsExactly(Integer.toString(version));
            assertThat(owner.getAutoCommit()).isTrue();
        }
        assertThat(database.query("select count(*) from isolation.unprotected()"))
                .containsExactly("0");
    }

    @Test
    void installingAgainChangesNothing() throws SQLException {
        String state =
                "select string_agg(version || ' ' || installed_at, ',' order by version) from isolation.installation";
        try (Connection owner = owner()) {
            int first = IsolationInstaller.install(owner, APP);
            List<String> installed = database.query(state);
            assertThat(IsolationInstaller.install(owner, APP)).isEqualTo(first);
            assertThat(database.query(state)).isEqualTo(installed);
        }
    }

    @Test
    void anUpdateKeepsTheMembershipCheckThatIsInUse() throws SQLException {
        try (Connection owner = owner();
                Statement statement = owner.createStatement()) {
            IsolationInstaller.install(owner, APP);
            statement.execute("""
                create schema "Their schema";
                create function "Their schema".is_member(tenant uuid, actor text) returns boolean language sql stable return false;
                call isolation.use_membership_check('"Their schema".is_member(uuid,text)');
                drop function isolation.verified_origin();
                delete from isolation.installation where version = 4\
                """);
            IsolationInstaller.install(owner, APP);
        }
        assertThat(database.query("select prosrc like '%when \"Their schema\".is_member(part[3]::uuid, part[4])%'"
                        + " from pg_proc where proname in ('verified_tenant', 'writable_tenant')"))
                .containsExactly("t", "t");
    }

    @Test
    void fourProcessesMayInstallAtOnce() throws Exception {
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch ready = new CountDownLatch(4);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try (Connection owner = owner()) {
                    ready.countDown();
                    ready.await();
                    IsolationInstaller.install(owner, APP);
                } catch (Throwable failure) {
                    failures.add(failure);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(database.query("select count(*) = max(version) from isolation.installation"))
                .containsExactly("t");
    }

    @Test
    void aNewerVersionIsLeftAlone() throws SQLException {
        try (Connection owner = owner()) {
            IsolationInstaller.install(owner, APP);
            database.execute("insert into isolation.installation (version) values (99)");
            assertThatThrownBy(() -> IsolationInstaller.install(owner, APP))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has version 99")
                    .hasMessageContaining("use the library that installed it");
        }
    }

    @Test
    void aFailureInTheMiddleLeavesNothing() throws SQLException {
        try (Connection owner = owner()) {
            assertThatThrownBy(() -> IsolationInstaller.install(owner, "nobody"))
                    .hasMessageContaining("role \"nobody\" does not exist");
            assertThat(owner.getAutoCommit()).isTrue();
        }
        assertThat(schemas()).isEmpty();
    }

    @Test
    void aRoleThatMayNotCreateSchemasIsToldSo() throws SQLException {
        try (Connection app = database.connect(APP)) {
            assertThatThrownBy(() -> IsolationInstaller.install(app, APP))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied for database");
        }
        assertThat(schemas()).isEmpty();
    }

    @Test
    void theApplicationRoleCannotBeTheOwner() throws SQLException {
        try (Connection owner = owner()) {
            assertThatThrownBy(() -> IsolationInstaller.install(owner, OWNER))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("would own the walls that it must be kept behind");
        }
        assertThat(schemas()).isEmpty();
    }

    @Test
    void onlyTheOwnerMayAddKeys() throws SQLException {
        SigningKeys keys = SigningKeys.parse(SigningKeys.generate("a"));
        try (Connection owner = owner();
                Connection app = database.connect(APP)) {
            IsolationInstaller.install(owner, APP);
            assertThatThrownBy(() -> IsolationInstaller.trust(app, keys)).hasMessageContaining("permission denied");
            IsolationInstaller.trust(owner, keys);
            IsolationInstaller.trust(owner, keys);
            assertThat(database.query("select id from isolation.signing_keys")).containsExactly("a");
        }
    }

    @Test
    void somebodyElsesApplicationWorksOnIt() throws SQLException {
        SigningKeys keys = SigningKeys.parse(SigningKeys.generate("a"));
        try (Connection owner = owner()) {
            IsolationInstaller.install(owner, APP);
            IsolationInstaller.trust(owner, keys);
            try (Statement statement = owner.createStatement()) {
                statement.execute("""
                    create schema theirs;
                    grant usage on schema theirs to "their-app";
                    create table theirs.notes (tenant_id uuid not null, text text);
                    call isolation.protect('theirs.notes')\
                    """);
            }
        }
        database.execute("revoke temporary on database " + database.name() + " from public");
        try (Tenancy tenancy = Tenancy.connect(database.pool(APP, 1), keys)) {
            TenantContext context = keys.issue(Shop.ACME, Actor.service("notes"), Access.WRITE, Shop.MINUTE);
            tenancy.useTenant(context, scope -> {
                try (Connection connection = scope.dataSource().getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("insert into theirs.notes values ('" + Shop.ACME + "', 'hello')");
                }
            });
        }
        assertThat(database.query("select text from theirs.notes")).containsExactly("hello");
    }
}
