package io.partywall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.cli.Command.Result;
import io.partywall.database.Database;
import io.partywall.database.DatabaseUrl;
import io.partywall.database.Homes;
import io.partywall.database.Role;
import io.partywall.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code inspect} on our own database and on somebody else's, whose one tenant table has no walls. */
class InspectCommandTest {

    private static final String OPEN_TABLE = "B1 public.orders";

    @TempDir
    private Path directory;

    private TestDatabase shop;
    private Command partywall;

    @SuppressWarnings("NullAway.Init") // set before each test
    InspectCommandTest() {}

    @BeforeEach
    void aShopWithoutWalls() {
        TestDatabase.createRole("shop_app", "nosuperuser");
        shop = TestDatabase.create();
        shop.execute("""
            create table tenants (id bigint primary key, name text);
            create table orders (tenant_id bigint not null references tenants, id bigint, primary key (tenant_id, id));
            grant select, insert, delete on orders to shop_app;
            insert into tenants values (1, 'Acme'), (2, 'Beta');
            insert into orders values (1, 1), (2, 1);
            """);
        shop.execute("revoke temporary on database " + shop.name() + " from public");
        partywall = Command.in(directory);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void ourOwnDatabaseHoldsAndSaysItselfWhichTablesAreGlobal() throws Exception {
        try (Workplace workplace = new Workplace(directory)) {
            Result result = workplace.partywall.run("inspect").succeeded();

            assertThat(result.out())
                    .startsWith(workplace.database.name() + ", PostgreSQL ")
                    .contains("application role: partywall_app\n", "global on purpose: ")
                    .containsPattern("\nheld: .*\n$");
            assertThat(result.err()).isEmpty();
        }
    }

    @Test
    void aHoleIsExitCode1AndTheReportNamesIt() {
        Result broken = inspect();

        assertThat(broken.exitCode()).isEqualTo(1);
        assertThat(broken.out())
                .contains("\ncritical (1)\n", "public.orders\n", "fix    create policy")
                .endsWith("\nbroken: 1 critical in 1 finding\n")
                .doesNotContain("\u001b");
        assertThat(broken.err()).isEmpty();
    }

    @Test
    void formatsOfProgramsAreAloneOnStandardOutput() {
        assertThat(formatted("json").out()).startsWith("{\n").contains("\"object\" : \"public.orders\"");
        assertThat(formatted("sarif").out()).startsWith("{\n").contains("\"identity/v1\" : \"" + OPEN_TABLE + "\"");
        assertThat(formatted("html").out()).startsWith("<!doctype html>").endsWith("</html>\n");
        assertThat(formatted("junit").out()).startsWith("<?xml").endsWith("</testsuites>\n");
    }

    @Test
    void theReportGoesToAFileWhereOneIsNamed() throws IOException {
        Path file = directory.resolve("report.txt");
        Result broken = inspect("--output", file.toString());

        assertThat(broken.exitCode()).isEqualTo(1);
        assertThat(broken.out()).isEmpty();
        assertThat(broken.err()).isEqualTo("broken: 1 critical in 1 finding\n");
        assertThat(Files.readString(file)).endsWith("broken: 1 critical in 1 finding\n");
        inspect("--output", directory.resolve("none/report.txt").toString())
                .refusedAtOnce("cannot write the report to", "there is no such directory");
    }

    @Test
    void whatBreaksIsWhatWasAskedFor() {
        shop.execute("alter table orders enable row level security");

        assertThat(inspect("--fail-on", "critical").exitCode()).isZero();
        inspect("--fail-on", "dreadful").refusedAtOnce("'--fail-on'");
        inspect("--format", "pdf").refusedAtOnce("'--format'");
    }

    @Test
    void whatWasAcceptedBreaksNothingAndWhatIsNoLongerThereIsNamed() throws IOException {
        Path baseline = Files.writeString(directory.resolve("decisions.json"), """
            {"accepted": [
              {"check": "B1", "object": "public.orders", "reason": "one tenant only, until March"},
              {"check": "B1", "object": "public.invoices", "reason": "as well"}
            ]}
            """);
        Result held = inspect("--baseline", baseline.toString()).succeeded();

        assertThat(held.out())
                .contains("1 finding accepted\n", "these decisions can go\n  - B1 public.invoices\n")
                .endsWith("held: no findings\n");
    }

    @Test
    void aBaselineThatCannotBeReadIsRefusedBeforeAnythingElse() throws IOException {
        Path baseline = Files.writeString(directory.resolve("decisions.json"), "{\"accepted\": [{\"check\": \"B1\"}]}");
        inspect("--baseline", baseline.toString()).refusedAtOnce("decisions.json: accepted[0].object is missing.");
        inspect("--baseline", directory.resolve("none").toString()).refusedAtOnce("There is no file ");
    }

    @Test
    void aNameThatIsNotThereIsOneLine() {
        partywall
                .run("inspect", shop.url("postgres"), "--app-role", "nobody")
                .refusedAtOnce("There is no role nobody on this server.");
        inspect("--tenant-column", "customer").refusedAtOnce("No table has a column customer");
        partywall.run("inspect", "jdbc:mysql://h/d").refusedAtOnce("cannot read the database URL");
        partywall
                .run("inspect", "postgresql://u@partywall.invalid/d")
                .refusedAtOnce("There is no host partywall.invalid");
        partywall.run("inspect", "postgresql://u@127.0.0.1:1/d").refusedAtOnce("cannot be reached", "127.0.0.1:1");
        partywall
                .run("inspect", shop.url("postgres").replace(shop.name(), "nowhere"))
                .refusedAtOnce("There is no such database", "nowhere");
    }

    @Test
    void whatIsNoPostgresIsOneLine() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(server));
            partywall
                    .run("inspect", "postgresql://u@127.0.0.1:" + server.getLocalPort() + "/d?sslmode=disable")
                    .refusedAtOnce("What answers there is no PostgreSQL");
        }
    }

    @Test
    void aCatalogueThatMayNotBeReadIsOneLine() {
        shop.execute("revoke select on pg_catalog.pg_policy from public");

        partywall
                .run("inspect", shop.url("shop_app"))
                .refusedAtOnce("The catalogue may not be read", "pg_policy", "Connect as a role");
    }

    @Test
    void thePasswordMayBeInTheEnvironmentAndAWrongOneIsOneLine() {
        Path home = Homes.fresh(directory.resolve("home"));
        try (Database server = Database.open("test", Map.of("PARTYWALL_HOME", home.toString()), directory)) {
            DatabaseUrl url = server.url(Role.ADMIN);
            String withoutPassword =
                    url.withLogin(String.valueOf(url.user()), null).toLibpq();

            Command right = partywall.with("PGPASSWORD", String.valueOf(url.password()));
            right.run("inspect", withoutPassword, "--app-role", "partywall_admin", "--format", "json");
            assertThat(right.run("inspect", withoutPassword).exitCode()).isNotEqualTo(2);
            partywall
                    .with("PGPASSWORD", "wrong")
                    .run("inspect", withoutPassword)
                    .refusedAtOnce("The server refuses the login", "Check user and password");
        }
    }

    @Test
    void aDatabaseThatIsNotOursYetIsToBeMigrated() {
        partywall
                .with("PARTYWALL_DATABASE_URL", shop.url("postgres"))
                .run("inspect")
                .refusedAtOnce("is not up to date: run './partywall migrate'");
    }

    @Test
    void whatDeclaresTablesGlobalIsReadOnlyWhereThatRunsNobodysCode() {
        shop.execute("""
            create schema isolation;
            create function isolation.trap() returns text language plpgsql as $$ begin raise 'sprung'; end $$;
            create view isolation.global_tables as
                select 'public.orders'::regclass as relation, isolation.trap() as reason;
            grant usage on schema isolation to public;
            grant select on isolation.global_tables to public;
            """);
        assertThat(inspect().out()).doesNotContain("global on purpose");

        shop.execute("""
            drop view isolation.global_tables;
            create table countries (code text);
            grant insert on countries to shop_app;
            create table isolation.global_tables (relation regclass, reason text);
            insert into isolation.global_tables values ('countries', 'the same for everybody');
            """);
        assertThat(inspect().out()).contains("global on purpose: public.countries (the same for everybody)");
    }

    @Test
    void probesWalkThroughTheHoleAndLeaveNothingBehind() {
        Result broken = inspect("--probe");

        assertThat(broken.exitCode()).isEqualTo(1);
        assertThat(broken.out()).contains("\n  L4   a tenant sees another's rows\n", "\n  L5   ");
        assertThat(broken.err()).contains("partywall: probing: ");
        assertThat(shop.query("select tenant_id || '/' || id from orders order by 1"))
                .containsExactly("1/1", "2/1");
        inspect("--probe", "--yes", "--deny", shop.name()).refused("is denied to probes");
        inspect("--yes").refusedAtOnce("--yes agrees to --probe");
    }

    @Test
    void ourOwnDatabaseHoldsWhenItIsProbed() throws Exception {
        try (Workplace workplace = new Workplace(directory)) {
            Result result = workplace.partywall.run("inspect", "--probe").succeeded();

            assertThat(result.out()).containsPattern("\nheld: .*\n$");
            assertThat(result.err()).contains("partywall: probing: ");
        }
    }

    @Test
    void theFixClosesWhatItSays() throws IOException {
        Path file = directory.resolve("fix.sql");
        Result broken = inspect("--fix", file.toString());

        assertThat(broken.err()).isEqualTo("partywall: " + file + " closes 1 of 1 finding\n");
        shop.execute(Files.readString(file));
        assertThat(inspect().exitCode()).isZero();
    }

    private Result inspect(String... arguments) {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(new String[] {"inspect", shop.url("postgres"), "--app-role", "shop_app"}, 0, all, 0, 4);
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return partywall.run(all);
    }

    private Result formatted(String format) {
        Result result = inspect("--format", format);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("broken: 1 critical in 1 finding\n");
        return result;
    }

    private static void answer(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        } catch (IOException gone) {
            // The command has ended; what it said is what the test looks at.
        }
    }
}
