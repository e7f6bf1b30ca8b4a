package io.partywall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.cli.Command.Result;
import io.partywall.database.Database;
import io.partywall.database.DatabaseUrl;
import io.partywall.database.Homes;
import io.partywall.database.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code migrate} and what follows on a PostgreSQL that is somebody's own: one that asks for passwords, has none of the
 * platform's roles, and is reached by PARTYWALL_DATABASE_URL.
 */
@TestInstance(Lifecycle.PER_CLASS)
class MigrateCommandTest {

    private static final String LOGIN = "their_login";

    @TempDir
    private Path directory;

    private Database server;

    @SuppressWarnings("NullAway.Init") // set before the first test
    MigrateCommandTest() {}

    @BeforeAll
    void startServer(@TempDir Path home) {
        server = Database.open(
                "test",
                Map.of("PARTYWALL_HOME", Homes.fresh(home.resolve("home")).toString()),
                home);
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    @BeforeEach
    void anEmptyDatabaseAndALogin() throws SQLException {
        asAdministrator("partywall", "create database theirs", "create role " + LOGIN + " login password 'theirs'");
    }

    @AfterEach
    void asItWas() throws SQLException {
        asAdministrator(
                "partywall",
                "drop database theirs with (force)",
                "drop role if exists partywall_app",
                "drop role if exists partywall_platform",
                "drop role if exists partywall_owner",
                "drop role " + LOGIN);
    }

    @Test
    void aSuperuserMigratesByEitherFormOfTheUrlAndEveryCommandWorksThereAfterwards() throws Exception {
        assertThat(at(theirs().toLibpq()).run("migrate").succeeded().out())
                .isEqualTo("migrated an empty database to version 016 (16 migrations)\n");
        assertThat(at(theirs().toJdbc()).run("migrate").succeeded().out()).isEqualTo("up to date at version 016\n");

        everyCommandWorks(at(theirs().toJdbc()));

        // Another installation knows the place, and not its secrets.
        Command another = at(theirs().toLibpq())
                .with("PARTYWALL_HOME", directory.resolve("b").toString());
        snapshots(another).refusedAtOnce("the signing keys", "PARTYWALL_SIGNING_KEYS", "./partywall migrate");
        Command told = another.with("PARTYWALL_SIGNING_KEYS", kept("signing.keys"))
                .with("PARTYWALL_APP_PASSWORD", kept("partywall_app.password"))
                .with("PARTYWALL_PLATFORM_PASSWORD", kept("partywall_platform.password"));
        assertThat(snapshots(told).succeeded().out()).contains("\"revenue\":2.50,");
        // Without any administrator, as a server would run.
        DatabaseUrl app = theirs().withLogin("partywall_app", kept("partywall_app.password"));
        DatabaseUrl platform = theirs().withLogin("partywall_platform", kept("partywall_platform.password"));
        Command serving = told.with("PARTYWALL_DATABASE_URL", "")
                .with("PARTYWALL_APP_URL", app.toLibpq())
                .with("PARTYWALL_PLATFORM_URL", platform.toJdbc());
        assertThat(snapshots(serving).succeeded().out()).contains("\"revenue\":2.50,");
        snapshots(told.with("PARTYWALL_SIGNING_KEYS", "k1"))
                .refusedAtOnce("the signing keys cannot be used", "no colon");
        snapshots(told.with("PARTYWALL_SIGNING_KEYS", "k1:" + "A".repeat(43) + "="))
                .refusedAtOnce("the signing key k1 does not verify");
        snapshots(serving.with("PARTYWALL_APP_URL", theirs().toLibpq()))
                .refusedAtOnce("tenants would not be kept apart", "is a superuser");
    }

    @Test
    void aLoginThatMayCreateRolesAndOwnsTheDatabaseMigratesIt() throws Exception {
        asAdministrator("partywall", "alter role " + LOGIN + " createrole", "alter database theirs owner to " + LOGIN);
        Command partywall = at(login().toLibpq());

        assertThat(partywall.run("migrate").succeeded().out()).startsWith("migrated an empty database");
        assertThat(partywall.run("migrate").succeeded().out()).startsWith("up to date");
        partywall.run("tenant", "create", "--slug", "acme", "--name", "Acme").succeeded();
        assertThat(snapshots(partywall).succeeded().out()).isEqualTo("[]\n");
    }

    @Test
    void aLoginWithoutRightsGetsTheSqlForAnAdministratorAndMigratesAfterwards() throws Exception {
        Command partywall = at(login().toJdbc());

        Result refused = partywall.run("migrate").refused("the role partywall_owner is missing", "as an administrator");
        assertThat(refused.out()).doesNotContain(kept("partywall_app.password"), kept("partywall_platform.password"));
        asAdministrator("theirs", refused.out());

        assertThat(partywall.run("migrate").succeeded().out()).startsWith("migrated an empty database");
        assertThat(partywall.run("migrate").succeeded().out()).startsWith("up to date");
        partywall.run("tenant", "create", "--slug", "acme", "--name", "Acme").succeeded();
        assertThat(snapshots(partywall).succeeded().out()).isEqualTo("[]\n");
    }

    @Test
    void aDatabaseThatIsNotMigratedOrOlderIsNamedWithItsRemedy() throws Exception {
        Command partywall = at(theirs().toLibpq());
        snapshots(partywall).refusedAtOnce("run ./partywall migrate");
        partywall.run("migrate").succeeded();

        asAdministrator("theirs", "delete from app.schema_history where version >= '010'");
        partywall
                .run("tenant", "create", "--slug", "acme", "--name", "Acme")
                .refusedAtOnce("/theirs is not up to date: run './partywall migrate'");

        asAdministrator("theirs", "drop schema app cascade");
        snapshots(partywall).refusedAtOnce("/theirs is not up to date: run './partywall migrate'");
        Command serving = partywall
                .with("PARTYWALL_DATABASE_URL", "")
                .with("PARTYWALL_SIGNING_KEYS", kept("signing.keys"))
                .with(
                        "PARTYWALL_APP_URL",
                        theirs().withLogin("partywall_app", kept("partywall_app.password"))
                                .toLibpq())
                .with(
                        "PARTYWALL_PLATFORM_URL",
                        theirs().withLogin("partywall_platform", kept("partywall_platform.password"))
                                .toLibpq());
        snapshots(serving).refusedAtOnce("the database is not up to date: run './partywall migrate'");
    }

    @Test
    void aWrongPasswordAnUnknownDatabaseAndAServerThatIsNotThereAreOneLine() throws Exception {
        at(theirs().withLogin(LOGIN, "wrong").toLibpq())
                .run("migrate")
                .refusedAtOnce("the database refuses the login", LOGIN);
        at(database("nowhere").toLibpq()).run("migrate").refusedAtOnce("the database refuses the login", "nowhere");
        at("postgresql://u:p@127.0.0.1:1/theirs")
                .run("migrate")
                .refusedAtOnce("the database cannot be reached", "127.0.0.1:1");
        at("postgresql://u:p@partywall.invalid/theirs")
                .run("migrate")
                .refusedAtOnce("the database cannot be reached", "partywall.invalid");

        at(theirs().toLibpq()).run("migrate").succeeded();
        snapshots(at(theirs().toLibpq()).with("PARTYWALL_PLATFORM_PASSWORD", "wrong"))
                .refusedAtOnce("the database refuses the login", "partywall_platform");
        at(theirs().toLibpq())
                .run("tenant", "create", "--slug", "acme", "--name", "Acme")
                .succeeded();
        snapshots(at(theirs().toLibpq()).with("PARTYWALL_APP_PASSWORD", "wrong"))
                .refusedAtOnce("the database refuses the login", "partywall_app");
    }

    /** The commands of a first day, with nothing told but the place. */
    private void everyCommandWorks(Command partywall) throws IOException {
        Path file = Files.writeString(directory.resolve("day.csv"), """
            InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
            1,A,TEA,2,2010-12-01 09:00:00,1.25,1,Spain
            """);
        partywall.run("tenant", "create", "--slug", "acme", "--name", "Acme").succeeded();
        partywall.run("import", "--tenant", "acme", file.toString()).succeeded();
        assertThat(snapshots(partywall).succeeded().out()).contains("\"revenue\":2.50,");
        assertThat(partywall.run("context", "--tenant", "acme").succeeded().out())
                .contains("select set_config('app.current_tenant_id'");
        assertThat(partywall.run("database", "url").succeeded().out())
                .startsWith("postgresql://partywall_app:" + kept("partywall_app.password") + "@127.0.0.1:");
        assertThat(partywall.run("database", "status").succeeded().out())
                .contains("PARTYWALL_DATABASE_URL: " + theirs().target() + ", PostgreSQL 18");
    }

    private static Result snapshots(Command partywall) {
        return partywall.run(
                "snapshots", "--tenant", "acme", "--from", "2010-12-01", "--to", "2010-12-31", "--output", "json");
    }

    private Command at(String url) {
        return Command.in(directory)
                .with("PARTYWALL_DATABASE_URL", url)
                .with("PARTYWALL_HOME", directory.resolve("a").toString());
    }

    /** What the installation keeps of this database: {@code host:port/database name=value}, as properties are written. */
    private String kept(String name) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(directory.resolve("a/credentials.properties"))) {
            properties.load(reader);
        }
        return properties.getProperty(theirs().target() + " " + name);
    }

    private DatabaseUrl theirs() {
        return database("theirs");
    }

    private DatabaseUrl login() {
        return theirs().withLogin(LOGIN, "theirs");
    }

    private DatabaseUrl database(String name) {
        DatabaseUrl admin = server.url(Role.ADMIN);
        return new DatabaseUrl(admin.user(), admin.password(), admin.host(), admin.port(), name, admin.parameters());
    }

    private void asAdministrator(String database, String... statements) throws SQLException {
        try (Connection connection = database(database).dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
