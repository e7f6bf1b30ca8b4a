package io.partywall.inspector.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.partywall.inspector.InspectionException;
import io.partywall.inspector.Inspector;
import io.partywall.inspector.Options;
import io.partywall.inspector.Report;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.probe.ProbeResult.Outcome;
import io.partywall.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the probes walk through, and what stands. */
class ProbeTest {

    private static TestDatabase administration;
    private Set<String> roles = Set.of();
    private TestDatabase database;

    static Stream<Path> correct() {
        return Corpus.files("correct");
    }

    @BeforeAll
    static void open() {
        administration = TestDatabase.create();
    }

    @AfterAll
    static void close() {
        administration.close();
    }

    @BeforeEach
    void create() {
        roles = Corpus.rolesOf(administration);
        database = TestDatabase.create();
    }

    @AfterEach
    void drop() {
        database.close();
        Corpus.rolesOf(administration).stream()
                .filter(role -> !roles.contains(role))
                .forEach(role -> administration.execute("drop owned by " + role + "; drop role " + role));
    }

    @ParameterizedTest
    @MethodSource("correct")
    void aCorrectSchemaIsWalkedThroughByAForgedPlainContextOnly(Path file) throws SQLException {
        Corpus.load(database, file);
        ProbeReport report = Corpus.probe(database, file, ProbeOptions.guess());
        boolean plain = Corpus.sql(file).contains("-- expect: C33");
        boolean signed = file.getFileName().toString().contains("signed");

        assertThat(report.results())
                .filteredOn(r -> r.outcome() == Outcome.BROKEN)
                .allMatch(r ->
                        plain && r.severity() == Severity.MEDIUM && r.object().startsWith("setting "))
                .extracting(ProbeResult::id)
                .containsExactlyElementsOf(plain ? List.of("L6", "L8") : List.of());
        assertThat(report.results())
                .filteredOn(r -> r.id().equals("L4") && r.outcome() == Outcome.HELD)
                .as("%s", report.results())
                .matches(held -> signed || !held.isEmpty(), "someone looked");
    }

    @ParameterizedTest
    @CsvSource({
        "01, L7 role worker_01h",
        "02, L4 public.core_ticket",
        "03, L7 role app_03h",
        "04, L5 public.posts",
        "05, L7 billing.invoices",
        "06, L7 role api_06h",
        "10, L3 public.shipments",
        "11, L7 parameter session_replication_role",
        "13, L4 public.page_views",
        "14, L9 public.notes",
        "15, L4 public.events_2026_01",
        "16, L4 ledger.entry_2025",
        "18, L4 public.order_items",
        "19, L4 app.open_projects",
        "19, L10 reporting.projects_by_month",
        "20, L4 public.revenue_by_day",
        "25, L5 public.deals",
        "28, L4 public.reports",
        "30, L5 public.tickets",
        "31, L5 public.messages",
        "31, L5 public.profiles",
        "32, L5 public.sessions",
        "33, L4 public.tickets",
        "34, L6 setting hibernate.tenant_id_root",
        "35, L6 setting app.bypass_rls",
        "36, L6 setting app.support_mode",
        "37, L3 public.usage_records",
        "38, L5 public.templates",
        "40, L6 setting app.tenant",
        "43, L7 function public.session_account()",
        "43, L8 database",
        "45, L5 public.org_members",
        "48, L7 public.parcels",
    })
    void aHoleIsWalkedThrough(String number, String expected) throws SQLException {
        Path file = Corpus.file("hostile", number);
        Corpus.load(database, file);
        ProbeReport report = Corpus.probe(database, file, ProbeOptions.guess());

        assertThat(broken(report)).as("%s", report.results()).contains(expected);
        assertThat(report.findings()).allMatch(f -> !f.query().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"25, L4 public.deals", "04, L4 public.posts", "31, L5 public.messages", "18, L4 public.order_items"})
    void anEmptyDatabaseIsProbedWithTenantsOfItsOwn(String number, String expected) throws SQLException {
        Path file = Corpus.file("hostile", number);
        Corpus.load(database, file);
        database.execute("do $$ declare t regclass; begin for t in select oid from pg_class where relkind = 'r' and"
                + " relnamespace = 'public'::regnamespace loop execute 'truncate ' || t || ' cascade'; end loop;"
                + " end $$");
        ProbeReport report = Corpus.probe(database, file, ProbeOptions.guess());

        assertThat(broken(report)).as("%s", report.results()).contains(expected);
    }

    @Test
    void aSignedContextIsProbedWithItsSignatureAndNotForged() throws SQLException {
        Path file = Corpus.file("correct", "14");
        Corpus.load(database, file);
        ProbeReport report = Corpus.probe(database, file, ProbeOptions.guess().withContext(ProbeTest::signed));

        assertThat(broken(report)).isEmpty();
        assertThat(of(report, "L4 public.cards")).isEqualTo(Outcome.HELD);
        assertThat(of(report, "L5 public.cards")).isEqualTo(Outcome.HELD);
        assertThat(of(report, "L6 setting context.workspace")).isEqualTo(Outcome.HELD);
        assertThat(of(report, "L10 public.boards")).isEqualTo(Outcome.HELD);
    }

    private static Map<String, String> signed(String workspace) {
        byte[] inner = filled(0x5a);
        byte[] outer = filled(0x30);
        byte[] mac = sha256(outer, sha256(inner, workspace.getBytes(StandardCharsets.UTF_8)));
        return Map.of(
                "context.workspace",
                workspace,
                "context.signature",
                HexFormat.of().formatHex(mac));
    }

    private static byte[] filled(int value) {
        byte[] pad = new byte[64];
        Arrays.fill(pad, (byte) value);
        return pad;
    }

    private static byte[] sha256(byte[] one, byte[] other) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(one);
            return digest.digest(other);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void aSignatureThatIsComputedButNotComparedIsCritical() throws SQLException {
        Path file = Corpus.file("correct", "14");
        Corpus.load(database, file);
        database.execute("""
            create or replace function context.workspace() returns uuid language plpgsql stable security definer
                set search_path = pg_catalog, pg_temp as $$
            begin
                perform sha256(convert_to(current_setting('context.signature', true), 'UTF8'));
                return nullif(current_setting('context.workspace', true), '')::uuid;
            end $$
            """);
        ProbeReport report = Corpus.probe(database, file, ProbeOptions.guess().withContext(ProbeTest::signed));

        assertThat(report.findings())
                .filteredOn(f -> f.check().equals("L6"))
                .singleElement()
                .matches(f -> f.severity() == Severity.CRITICAL && f.object().equals("setting context.workspace"))
                .matches(f -> !f.query().contains(signed("x").getOrDefault("context.signature", "")));
    }

    @Test
    void dataThatHasCrossedAlreadyIsFound() throws SQLException {
        database.execute("""
            create role app_audit login; create schema a;
            create table a.tenants (id int primary key);
            create table a.posts (tenant_id int, id int primary key);
            create table a.comments (tenant_id int not null references a.tenants, id int primary key,
                post_id int constraint of_post references a.posts);
            grant select on all tables in schema a to app_audit; grant usage on schema a to app_audit;
            insert into a.tenants values (1), (2);
            insert into a.posts values (1, 1), (2, 2), (null, 3), (77, 4);
            insert into a.comments values (1, 1, 1), (2, 2, 1);
            """);
        ProbeReport report = Corpus.probe(database.pool("postgres", 2), List.of("app_audit"), ProbeOptions.guess());

        assertThat(broken(report))
                .contains("L1 column a.posts.tenant_id", "L2 constraint of_post on a.comments")
                .doesNotContain("L1 column a.comments.tenant_id");
    }

    @Test
    void asTheApplicationItselfWhatItCannotSeeIsNotTried() throws SQLException {
        Path file = Corpus.file("correct", "01");
        Corpus.load(database, file);
        database.execute("alter role app_01c password '" + TestDatabase.PASSWORD + "'");
        ProbeReport report = Corpus.probe(
                database.pool("app_01c", 2),
                List.of("app_01c"),
                ProbeOptions.guess().withTenants("1", "2"));

        assertThat(broken(report)).isSubsetOf("L6 setting app.tenant_id", "L8 setting app.tenant_id");
        assertThat(of(report, "L7 role app_01c")).isEqualTo(Outcome.HELD);
        assertThat(of(report, "L10 public.lists")).isEqualTo(Outcome.NOT_TRIED);
    }

    @Test
    void theInspectorReportsWhatIsBrokenAmongItsFindings() throws SQLException {
        Path file = Corpus.file("hostile", "25");
        Corpus.load(database, file);
        Report report =
                Inspector.inspect(database.pool("postgres", 2), Options.guess().withProbe(ProbeOptions.guess()));

        assertThat(report.findings()).anyMatch(f -> f.identity().equals("L4 public.deals"));
        assertThat(report.probes().count(Outcome.HELD)).isPositive();
        assertThatExceptionOfType(InspectionException.class)
                .isThrownBy(() -> Inspector.inspect(
                        database.pool("postgres", 2),
                        Options.guess().withProbe(ProbeOptions.guess().withDenied("test_"))))
                .withMessageContaining("denied");
    }

    private static List<String> broken(ProbeReport report) {
        return report.findings().stream().map(f -> f.identity()).toList();
    }

    private static Outcome of(ProbeReport report, String identity) {
        return report.results().stream()
                .filter(r -> (r.id() + " " + r.object()).equals(identity))
                .map(ProbeResult::outcome)
                .findFirst()
                .orElse(Outcome.NOT_TRIED);
    }
}
