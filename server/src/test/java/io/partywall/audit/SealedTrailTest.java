package io.partywall.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sealed trail proves that it is whole; whatever is done to it is found and named, in the database and in an export. */
class SealedTrailTest {

    @TempDir
    private Path directory = Path.of("");

    private Trail trail;

    @BeforeEach
    void open() throws SQLException {
        trail = new Trail();
    }

    @AfterEach
    void close() {
        trail.close();
    }

    /** Twelve rows (the tenant's own, and eleven KPIs) in three checkpoints. */
    private void fill() throws SQLException {
        trail.change(trail.acme, 3);
        trail.sealAll(trail.acme);
        trail.change(trail.acme, 4);
        trail.sealAll(trail.acme);
        trail.change(trail.acme, 4);
        trail.sealAll(trail.acme);
        assertThat(trail.verdict(trail.acme).faults()).isEmpty();
    }

    /** The same in the database and in a file of it. */
    private List<String> faults() throws IOException {
        Verdict stored = trail.verdict(trail.acme);
        Verdict exported = AuditTrail.verify(trail.export(trail.acme, directory), Trail.PUBLIC)
                .verdict();
        assertThat(exported).isEqualTo(stored);
        assertThat(stored.holds()).isEqualTo(stored.faults().isEmpty());
        return stored.faults().stream().map(TrailFault::toString).toList();
    }

    @Test
    void aTrailThatNobodyHasTouchedHolds() throws Exception {
        fill();
        trail.change(trail.acme, 2);
        Verdict verdict = trail.verdict(trail.acme);
        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.sealed()).isEqualTo(12);
        assertThat(verdict.unsealed()).isEqualTo(2);
        assertThat(verdict.checkpoints()).isEqualTo(3);
        assertThat(verdict.erased()).isZero();
        assertThat(verdict.head())
                .isEqualTo(trail.database
                        .query("select encode(hash, 'hex') from app.audit_logs where sequence = 12")
                        .getFirst());
        AuditTrail.Verified verified = AuditTrail.verify(trail.export(trail.acme, directory), Trail.PUBLIC);
        assertThat(verified).isEqualTo(new AuditTrail.Verified(trail.acme, "acme", verdict));
    }

    @Test
    void anEmptyTrailAndOneWithoutSealsHold() throws Exception {
        assertThat(trail.verdict(trail.beta).unsealed()).isEqualTo(1);
        assertThat(trail.verdict(trail.beta).holds()).isTrue();
        trail.tamper("delete from app.audit_logs");
        assertThat(trail.verdict(trail.beta)).isEqualTo(new Verdict(0, 0, 0, 0, "", List.of(), 0));
    }

    @Test
    void aTenantsTrailHoldsNothingOfAnother() throws Exception {
        fill();
        trail.sealAll(trail.beta);
        String exported = Files.readString(trail.export(trail.beta, directory));
        assertThat(exported).contains(trail.beta.toString()).doesNotContain(trail.acme.toString());
        assertThat(trail.verdict(trail.beta).sealed()).isEqualTo(1);
    }

    /** Of the rows that were sealed as 1 to 4, 5 to 8 and 9 to 12. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "action = 'delete'",
                "resource = 'goals'",
                "resource_id = null",
                "request_id = 'r'",
                "created_at = created_at + interval '1 microsecond'",
                "id = gen_random_uuid()",
            })
    void aRowThatWasChangedIsNamed(String change) throws Exception {
        fill();
        trail.tamper(
                "update app.audit_logs set " + change + " where sequence = 6 and tenant_id = '" + trail.acme + "'");
        assertThat(faults()).singleElement().asString().startsWith("row 6 was changed (what it says): ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "actor = 'service:other'",
                "ip_address = '192.0.2.1'",
                "user_agent = 'curl'",
                "person_salt = '\\x01'"
            })
    void whoActedCannotBeChanged(String change) throws Exception {
        fill();
        trail.tamper("update app.audit_logs set " + change + " where sequence = 6");
        assertThat(faults()).singleElement().asString().startsWith("row 6 was changed (who acted): create kpis ");
    }

    @Test
    void nobodyElseCanBeNamedAsTheUser() throws Exception {
        fill();
        trail.database.execute("insert into app.users (id, email) values (gen_random_uuid(), 'eve@example.test')");
        trail.tamper("update app.audit_logs set user_id = (select id from app.users) where sequence = 6");
        assertThat(faults()).singleElement().asString().startsWith("row 6 was changed (who acted): ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "changes = '{}'",
                "changes = jsonb_set(changes, '{after,name}', '\"other\"')",
                "changes = jsonb_set(changes, '{after,target_value}', '1.5')",
                "changes_salt = null",
            })
    void whatWasChangedCannotBeChanged(String change) throws Exception {
        fill();
        trail.tamper("update app.audit_logs set " + change + " where sequence = 6");
        assertThat(faults()).singleElement().asString().startsWith("row 6 was changed (what was changed): ");
    }

    @Test
    void aHashThatWasChangedIsNamedAndCastsNoDoubtOnTheNext() throws Exception {
        fill();
        trail.tamper("update app.audit_logs set hash = sha256('x') where sequence = 6");
        assertThat(faults()).singleElement().asString().startsWith("row 6 was changed (its hash): ");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 6, 12})
    void aRowThatWasTakenAwayIsNamed(int sequence) throws Exception {
        fill();
        trail.tamper("delete from app.audit_logs where sequence = " + sequence);
        assertThat(faults()).containsExactly("row " + sequence + " was taken away");
    }

    @Test
    void rowsThatWereTakenAwayAreNamed() throws Exception {
        fill();
        trail.tamper("delete from app.audit_logs where sequence in (3, 4, 5, 6, 11, 12)");
        assertThat(faults()).containsExactly("rows 3 to 6 were taken away", "rows 11 to 12 were taken away");
    }

    @Test
    void aRowThatWasTakenAwayIsNamedEvenIfTheOthersCloseUp() throws Exception {
        fill();
        trail.tamper(
                "delete from app.audit_logs where sequence = 6; update app.audit_logs set sequence = 6 where sequence"
                        + " = 7;update app.audit_logs set sequence = 7 where sequence = 8");
        assertThat(faults())
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("row 6 was sealed as row 7: "),
                        fault -> assertThat(fault).startsWith("row 7 was sealed as row 8: "),
                        fault -> assertThat(fault).isEqualTo("row 8 was taken away"));
    }

    @Test
    void rowsThatChangedPlacesAreNamed() throws Exception {
        fill();
        trail.tamper(
                "update app.audit_logs set sequence = 100 where sequence = 6; update app.audit_logs set sequence = 6"
                        + " where sequence = 8; update app.audit_logs set sequence = 8 where sequence = 100");
        assertThat(faults())
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("row 6 was sealed as row 8: "),
                        fault -> assertThat(fault).startsWith("row 8 was sealed as row 6: "));
    }

    @Test
    void aRowThatWasSlippedInIsNamed() throws Exception {
        fill();
        trail.tamper("""
            insert into app.audit_logs (tenant_id, id, actor, action, resource, sequence, hash, person_hash, changes_hash)
            select tenant_id, gen_random_uuid(), actor, 'delete', resource, 13, hash, person_hash, changes_hash
            from app.audit_logs where sequence = 12\
            """);
        assertThat(faults()).singleElement().asString().startsWith("row 13 was slipped in: delete kpis");
    }

    /** The hashes of a row are anybody's to compute: only the signature is not. */
    @Test
    void aRowThatWasChangedWithAllItsHashesIsNamed() throws Exception {
        fill();
        trail.change(trail.beta, 11);
        List<String> before = trail.database.query("select changes_hash::text from app.audit_logs where sequence = 6");
        trail.tamper(
                "update app.audit_logs set changes = '{}', changes_salt = '\\x00', changes_hash = sha256('\\x007b7d')"
                        + " where sequence = 6");
        assertThat(trail.database.query("select changes_hash::text from app.audit_logs where sequence = 6"))
                .isNotEqualTo(before);
        assertThat(faults()).singleElement().asString().startsWith("row 6 was changed (what it says): ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "merkle_root = sha256('x')",
                "previous = null",
                "head = sha256('x')",
                "signature = decode(repeat('00', 64), 'hex')",
                "created_at = created_at + interval '1 s'",
            })
    void aCheckpointThatWasChangedProvesNothing(String change) throws Exception {
        fill();
        trail.tamper("update app.audit_checkpoints set " + change + " where from_sequence = 5");
        assertThat(faults().getFirst()).startsWith("nothing proves rows 5 to 8: its signature does not match");
    }

    @Test
    void leavesThatWereChangedWithTheirRowProveNothing() throws Exception {
        fill();
        trail.tamper("update app.audit_checkpoints set leaves = overlay(leaves placing sha256('x') from 33) where"
                + " from_sequence = 5; update app.audit_logs set action = 'delete' where sequence = 6");
        assertThat(faults()).containsExactly("nothing proves rows 5 to 8: its leaves are not those that were signed");
    }

    @Test
    void aCheckpointThatWasTakenAwayIsMissed() throws Exception {
        fill();
        trail.tamper("delete from app.audit_checkpoints where from_sequence = 5");
        assertThat(faults()).containsExactly("nothing proves rows 5 to 8: their checkpoint was taken away");
    }

    @Test
    void aCheckpointOfAnotherKeyProvesNothing() throws Exception {
        trail.change(trail.acme, 3);
        AuditKeys other = AuditKeys.parse(AuditKeys.generate("a1"));
        trail.seal(trail.acme, new Sealer(trail.database.pool("partywall_platform", 1), other, Clock.systemUTC()));
        assertThat(faults()).containsExactly("nothing proves rows 1 to 4: its signature does not match");
        AuditKeys third = AuditKeys.parse(AuditKeys.generate("a3"));
        assertThat(trail.in(trail.acme, scope -> AuditTrail.verify(scope, AuditKeys.Public.parse(third.publicKeys())))
                        .faults())
                .extracting(TrailFault::toString)
                .containsExactly("nothing proves rows 1 to 4: the public key 'a1' is not among those given");
    }

    @Test
    void keysRotateAndOldSealsStay() throws Exception {
        fill();
        String text = AuditKeys.generate("a2");
        AuditKeys newer = AuditKeys.parse(text);
        trail.change(trail.acme, 2);
        trail.seal(trail.acme, new Sealer(trail.database.pool("partywall_platform", 1), newer, Clock.systemUTC()));
        AuditKeys.Public both = AuditKeys.Public.parse(newer.publicKeys() + "," + Trail.SEALING.publicKeys());
        Verdict verdict = trail.in(trail.acme, scope -> AuditTrail.verify(scope, both));
        assertThat(verdict.faults()).isEmpty();
        assertThat(verdict.checkpoints()).isEqualTo(4);
    }

    /** What is cut off the end with its seals was never there, unless somebody has kept the head. */
    @Test
    void theHeadTellsWhatTheEndWas() throws Exception {
        fill();
        String kept = trail.verdict(trail.acme).head();
        trail.tamper(
                "delete from app.audit_checkpoints where from_sequence = 9; delete from app.audit_logs where sequence"
                        + " > 8");
        Verdict shorter = trail.verdict(trail.acme);
        assertThat(shorter.holds()).isTrue();
        assertThat(shorter.head()).isNotEqualTo(kept);
    }

    @Test
    void erasingAPersonsDataBreaksNothing() throws Exception {
        fill();
        trail.database.execute(
                "update app.audit_logs set actor = 'erased', ip_address = null, user_agent = null, person_salt ="
                        + " null where sequence in (2, 6)");
        trail.database.execute(
                "update app.audit_logs set changes = '{\"erased\": true}', changes_salt = null where sequence in (6,"
                        + " 7)");
        assertThat(faults()).isEmpty();
        assertThat(trail.verdict(trail.acme).erased()).isEqualTo(3);
    }

    @Test
    void whatWasErasedBeforeItWasSealedHoldsToo() throws Exception {
        trail.change(trail.acme, 2);
        trail.database.execute("update app.audit_logs set actor = 'erased', changes = '{\"erased\": true}'");
        trail.sealAll(trail.acme);
        assertThat(faults()).isEmpty();
        assertThat(trail.verdict(trail.acme).erased()).isEqualTo(3);
    }

    @Test
    void aLongTrailIsSealedInBatches() throws Exception {
        trail.in(
                trail.acme,
                scope -> scope.sql()
                        .execute(scope.unscopedSql(
                                "insert into app.kpis (tenant_id, id, name) select ?::uuid, gen_random_uuid(), n::text"
                                        + " from generate_series(1, 2500) n",
                                trail.acme.toString())));
        assertThat(trail.seal(trail.acme, trail.sealer)).isEqualTo(1000);
        assertThat(trail.seal(trail.acme, trail.sealer)).isEqualTo(1000);
        assertThat(trail.seal(trail.acme, trail.sealer)).isEqualTo(501);
        assertThat(trail.seal(trail.acme, trail.sealer)).isZero();
        assertThat(faults()).isEmpty();
        assertThat(trail.verdict(trail.acme).sealed()).isEqualTo(2501);
    }

    @Test
    void sealersThatMeetMakeOneChain() throws Exception {
        List<Callable<Integer>> sealers = new ArrayList<>(Collections.nCopies(4, () -> {
            int count = 0;
            for (int i = 0; i < 40; i++) {
                count += trail.seal(trail.acme, trail.sealer);
            }
            return count;
        }));
        sealers.add(() -> {
            trail.change(trail.acme, 300);
            return 0;
        });
        int sealed = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(5)) {
            for (Future<Integer> each : threads.invokeAll(sealers)) {
                sealed += each.get();
            }
        }
        trail.sealAll(trail.acme);
        assertThat(sealed).isPositive();
        assertThat(trail.verdict(trail.acme).sealed()).isEqualTo(301);
        assertThat(faults()).isEmpty();
    }

    /** A transaction that is still open when a later one is sealed comes into the trail after it. */
    @Test
    void aChangeThatIsCommittedLateIsSealedLater() throws Exception {
        try (Connection late = trail.database.admin();
                Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("update app.tenants set name = 'late' where slug = 'acme'");
            trail.change(trail.acme, 2);
            trail.sealAll(trail.acme);
            assertThat(trail.verdict(trail.acme).sealed()).isEqualTo(3);
            late.commit();
        }
        trail.sealAll(trail.acme);
        assertThat(faults()).isEmpty();
        assertThat(trail.verdict(trail.acme).sealed()).isEqualTo(4);
    }

    @Test
    void anExportIsRefusedWhereItIsNone() throws Exception {
        fill();
        Path file = trail.export(trail.acme, directory);
        List<String> lines = Files.readAllLines(file);
        assertMalformed("", "the file is empty");
        assertMalformed(lines.get(1), "line 1: a trail begins with the line that names its tenant");
        assertMalformed(lines.getFirst() + "\n{", "line 2 is no JSON");
        assertMalformed(lines.getFirst() + "\n{\"kind\": \"cow\"}", "line 2: there is no kind 'cow'");
        assertMalformed(lines.getFirst() + "\n{\"kind\": \"row\"}", "line 2: it lacks 'user_id'");
        assertMalformed(lines.getFirst() + "\n" + lines.get(1).replace("\"leaves\":\"", "\"leaves\":\"00"), "line 2: ");
        assertMalformed(
                lines.getFirst() + "\n" + lines.get(4).replace("\"sequence\":1,", "\"sequence\":1.5,"), "line 2: ");
    }

    private void assertMalformed(String text, String message) throws IOException {
        Path file = directory.resolve("malformed");
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> AuditTrail.verify(file, Trail.PUBLIC))
                .isInstanceOf(MalformedTrail.class)
                .hasMessageContaining(message);
    }

    @Test
    void rowsOfAFileThatAreGivenTwiceOrCutOffAreNamed() throws Exception {
        fill();
        List<String> lines = new ArrayList<>(Files.readAllLines(trail.export(trail.acme, directory)));
        lines.add(lines.getLast());
        Path twice = directory.resolve("twice");
        Files.write(twice, lines);
        assertThat(AuditTrail.verify(twice, Trail.PUBLIC).verdict().faults())
                .singleElement()
                .asString()
                .startsWith("row 12 was slipped in");
        Files.write(twice, lines.subList(0, lines.size() - 3));
        assertThat(AuditTrail.verify(twice, Trail.PUBLIC).verdict().faults())
                .extracting(TrailFault::toString)
                .containsExactly("rows 11 to 12 were taken away");
    }
}
