package io.partywall.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.partywall.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may migrate, and what an administrator is told. The server has none of the platform's roles when a test begins. */
class RolesTest {

    private static final List<String> ROLES = List.of(Roles.OWNER, Roles.APP, Roles.PLATFORM);
    private static final String LOGIN = "migrations_test_login";

    private final TestDatabase database = TestDatabase.create();

    @BeforeEach
    void setOtherDatabasesRolesAside() {
        for (String role : ROLES) {
            TestDatabase.createRole(role, "nologin");
            database.execute("alter role " + role + " rename to " + role + "_aside");
        }
        TestDatabase.createRole(LOGIN, "login nocreaterole");
    }

    @AfterEach
    void putThemBack() {
        database.close();
        try (TestDatabase other = TestDatabase.create()) {
            for (String role : ROLES) {
                other.execute("drop role if exists " + role);
                other.execute("alter role " + role + "_aside rename to " + role);
            }
            other.execute("alter role partywall_app login; alter role partywall_platform login; drop role " + LOGIN);
        }
    }

    private Migrations as(String login) {
        return Migrations.of(new Logins(database, login));
    }

    private AdministratorNeeded refusal(String login) {
        return catchThrowableOfType(AdministratorNeeded.class, () -> as(login).run());
    }

    private List<String> everything() {
        List<String> roles = database.query("select to_jsonb(r) from pg_roles r order by 1");
        return List.of(
                roles.toString(),
                database.query("select to_jsonb(m) from pg_auth_members m order by 1")
                        .toString(),
                database.query("select nspname || nspacl::text from pg_namespace order by 1")
                        .toString(),
                database.query("select datacl from pg_database where datname = current_database()")
                        .toString());
    }

    @Test
    void aSuperuserMakesTheRoles() throws SQLException {
        assertThat(as("postgres").run().count()).isPositive();
        assertThat(database.query("""
            select rolname || ' ' || rolcanlogin from pg_roles where rolname like 'partywall%' and rolname not like '%aside'
            and not (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)\
            """))
                .containsExactlyInAnyOrder("partywall_owner false", "partywall_app true", "partywall_platform true");
    }

    @Test
    void anAdministratorOfTheDatabaseNeedsNoSuperuser() throws SQLException {
        database.execute(
                "alter role " + LOGIN + " createrole; alter database " + database.name() + " owner to " + LOGIN);
        assertThat(as(LOGIN).run().count()).isPositive();
        assertThat(database.query("select problem from isolation.unprotected()"))
                .isEmpty();
        assertThat(as(LOGIN).run().count()).isZero();
    }

    @Test
    void aLoginWithoutRightsChangesNothingAndIsToldWhatIsMissing() {
        List<String> before = everything();
        AdministratorNeeded refusal = refusal(LOGIN);
        assertThat(refusal)
                .hasMessageContaining("the role partywall_owner is missing")
                .hasMessageContaining("the schema app is missing")
                .hasMessageContaining("everybody may create temporary tables");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void aLoginThatAnAdministratorHasPreparedWithThePrintedStatementsMigrates() throws SQLException {
        database.execute(refusal(LOGIN).sql());
        assertThat(as(LOGIN).run().count()).isPositive();
        assertThat(database.query("select problem from isolation.unprotected()"))
                .isEmpty();
        assertThat(database.query("select r.rolname from pg_class c join pg_roles r on r.oid = c.relowner"
                        + " where c.relnamespace = 'app'::regnamespace and r.rolname <> 'partywall_owner'"))
                .isEmpty();
    }

    @Test
    void thePrintedStatementsSetNoPasswordThatEverybodyKnows() {
        database.execute(refusal(LOGIN).sql());
        assertThat(database.query(
                        "select rolname from pg_authid where rolname like 'partywall%' and rolpassword is not null"
                                + " and rolname not like '%aside'"))
                .isEmpty();
    }

    @Test
    void thePrintedStatementsMayBeRunAgain() {
        String sql = refusal(LOGIN).sql();
        database.execute(sql);
        List<String> before = everything();
        database.execute(sql);
        assertThat(everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "alter role partywall_app superuser, alter role partywall_app nosuperuser;",
        "alter role partywall_app bypassrls, alter role partywall_app nobypassrls;",
        "alter role partywall_platform bypassrls, alter role partywall_platform nobypassrls;",
        "alter role partywall_platform createrole createdb, alter role partywall_platform nocreaterole nocreatedb;",
        "alter role partywall_app replication, alter role partywall_app noreplication;",
        "alter role partywall_owner login, alter role partywall_owner nologin;",
        "alter role partywall_owner bypassrls, alter role partywall_owner nobypassrls;",
        "grant partywall_owner to partywall_app, revoke partywall_owner from partywall_app;",
        "grant partywall_owner to partywall_platform, revoke partywall_owner from partywall_platform;",
    })
    void aRoleThatCanDoMoreThanItShouldIsRefusedWithItsRemedy(String fault, String remedy) throws SQLException {
        as("postgres").upTo("1").run();
        database.execute(fault);
        List<String> before = everything();
        AdministratorNeeded refusal = refusal("postgres");
        assertThat(refusal).hasMessage("a role can do more than it should");
        assertThat(refusal.sql().strip()).isEqualTo(remedy);
        assertThat(everything()).isEqualTo(before);
        database.execute(refusal.sql());
        assertThat(as("postgres").upTo("1").run().count()).isZero();
    }

    @Test
    void passwordsAreSetWhateverIsInThemAndOtherwiseStay() throws SQLException {
        as("postgres").password(Roles.APP, "it's \\ \"secret\" $1 ${x}").run();
        List<String> first = verifiers();
        assertThat(first).hasSize(1).first().asString().startsWith("partywall_app SCRAM-SHA-256$");
        as("postgres").upTo("1").run();
        assertThat(verifiers()).isEqualTo(first);
        as("postgres")
                .password(Roles.APP, "another")
                .password(Roles.PLATFORM, "one")
                .run();
        assertThat(verifiers()).hasSize(2).doesNotContainAnyElementsOf(first);
    }

    private List<String> verifiers() {
        return database.query("select rolname || ' ' || rolpassword from pg_authid where rolname like 'partywall%'"
                + " and rolname not like '%aside' and rolpassword is not null order by 1");
    }

    @Test
    void aLoginThatMayMigrateButSetNoPasswordSaysSo() throws SQLException {
        database.execute(refusal(LOGIN).sql());
        as(LOGIN).run();
        assertThatThrownBy(() -> as(LOGIN).password(Roles.APP, "secret").run())
                .isInstanceOf(AdministratorNeeded.class)
                .hasMessageContaining("the passwords cannot be set")
                .message()
                .doesNotContain("secret");
        assertThat(as(LOGIN).run().count()).isZero();
    }
}
