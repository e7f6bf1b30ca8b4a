package io.partywall.inspector.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Probes leave nothing behind: no row, no moved sequence, no changed catalogue, no session. */
class TracesTest {

    private static final List<String> CATALOGUE = List.of(
            "select row(oid, relname, relkind, relowner, relfilenode, relrowsecurity, relforcerowsecurity, relacl,"
                    + " relnatts, reloptions)::text from pg_class where oid >= 16384 order by oid",
            "select p::text from pg_policy p order by oid",
            "select row(oid, proname, prosrc, proacl, xmin)::text from pg_proc where oid >= 16384 order by oid",
            "select row(oid, tgname, tgenabled)::text from pg_trigger order by oid",
            "select row(oid, nspname, nspacl)::text from pg_namespace where nspname !~ '^pg_(toast_)?temp' order by"
                    + " oid",
            "select row(oid, rolname, rolsuper, rolbypassrls, rolconfig)::text from pg_roles order by oid",
            "select s::text from pg_db_role_setting s order by 1",
            "select oid::text from pg_largeobject_metadata order by 1",
            "select l::text from pg_locks l where locktype = 'advisory'",
            "select xact_start::text from pg_stat_activity where xact_start is not null and pid <> pg_backend_pid() and"
                    + " datname = current_database()");

    @ParameterizedTest
    @CsvSource({
        "correct, 01", "correct, 15", "correct, 17", "correct, 24", "correct, 43", "hostile, 02", "hostile, 04",
        "hostile, 14", "hostile, 18", "hostile, 22", "hostile, 25", "hostile, 38", "hostile, 43", "hostile, 48",
    })
    void nothingStays(String part, String number) throws SQLException {
        Path file = Corpus.file(part, number);
        try (TestDatabase administration = TestDatabase.create()) {
            Set<String> roles = Corpus.rolesOf(administration);
            try (TestDatabase database = TestDatabase.create()) {
                Corpus.load(database, file);
                // Autovacuum would change what is compared here, and nothing else does.
                List<String> before = dump(database);
                ProbeReport report = Corpus.probe(database, file, ProbeOptions.guess());

                assertThat(report.results()).isNotEmpty();
                assertThat(dump(database)).isEqualTo(before);
            } finally {
                Corpus.rolesOf(administration).stream()
                        .filter(role -> !roles.contains(role))
                        .forEach(role -> administration.execute("drop owned by " + role + "; drop role " + role));
            }
        }
    }

    /** Every row with the transaction that made it and its place, every sequence, and the catalogue. */
    private static List<String> dump(TestDatabase database) {
        List<String> dump = new ArrayList<>();
        for (String table :
                database.query("select oid::regclass::text from pg_class where oid >= 16384 and relkind in ('r',"
                        + " 'm') order by 1")) {
            database.query("select row(t.*, t.xmin, t.ctid)::text from only " + table + " t order by t.ctid")
                    .forEach(row -> dump.add(table + " " + row));
        }
        for (String sequence :
                database.query("select oid::regclass::text from pg_class where relkind = 'S' order by 1")) {
            dump.add(sequence + " " + database.query("select row(last_value, is_called)::text from " + sequence));
        }
        CATALOGUE.forEach(sql -> dump.addAll(database.query(sql)));
        return dump;
    }
}
