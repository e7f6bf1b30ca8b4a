package io.partywall.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partywall.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** One history, forward only: whichever way a database comes, it ends the same. */
class MigrationsTest {

    private static List<Path> files = List.of();
    private static List<String> newest = List.of();

    private final TestDatabase database = TestDatabase.create();

    @BeforeAll
    static void migrateOnce() throws Exception {
        Path folder = Path.of(Objects.requireNonNull(Migrations.class.getResource("migrations"))
                .toURI());
        try (Stream<Path> found = Files.list(folder)) {
            files = found.sorted().toList();
        }
        try (TestDatabase straight = TestDatabase.create()) {
            of(straight).run();
            newest = Catalogue.of(straight);
        }
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private Migrations migrations() {
        return of(database);
    }

    private static Migrations of(TestDatabase database) {
        return Migrations.of(new Logins(database, "postgres"));
    }

    @Test
    void anEmptyDatabaseComesToTheNewestVersion() throws SQLException {
        Migrations.Report report = migrations().run();
        assertThat(report.from()).isNull();
        assertThat(report.count()).isEqualTo(files.size());
        assertThat(files.getLast().getFileName().toString()).startsWith("V" + report.to() + "__");
    }

    @Test
    void aSecondRunDoesNothing() throws SQLException {
        Migrations.Report first = migrations().run();
        List<String> before = Catalogue.of(database);
        assertThat(migrations().run()).isEqualTo(new Migrations.Report(first.to(), first.to(), 0));
        assertThat(Catalogue.of(database)).isEqualTo(before);
    }

    @Test
    void everyEarlierVersionComesToTheSameSchemaStepByStepAndAtOnce() throws SQLException {
        for (int version = 1; version <= files.size(); version++) {
            assertThat(migrations().upTo(Integer.toString(version)).run().count())
                    .isEqualTo(1);
            try (TestDatabase copy = TestDatabase.copyOf(database)) {
                assertThat(of(copy).run().count()).isEqualTo(files.size() - version);
                assertThat(Catalogue.of(copy)).as("from version %d", version).isEqualTo(newest);
            }
        }
        assertThat(Catalogue.of(database)).isEqualTo(newest);
    }

    @Test
    void aDatabaseWithTenantsKeepsThem() throws SQLException {
        migrations().upTo("2").run();
        database.execute("insert into app.tenants (id, name, slug) values (gen_random_uuid(), 'Acme', 'acme')");
        migrations().run();
        assertThat(database.query("select slug from app.tenants")).containsExactly("acme");
    }

    /** Nobody has worked on any before the queue was there: all of them wait for their turn, or for their time. */
    @Test
    void jobsThatWereThereBeforeTheQueueWaitForTheirTurn() throws SQLException {
        migrations().upTo("12").run();
        database.execute("""
            insert into app.tenants (id, name, slug) values (gen_random_uuid(), 'Acme', 'acme');
            insert into app.jobs (tenant_id, id, type, payload, state, attempts, worker, lease_until, error, run_at, unique_key)
            select t.id, gen_random_uuid(), 'sync', '{"n": 1}', j.state::app.job_state, j.attempts, j.worker, j.lease_until,
                j.error, j.run_at, j.state || j.attempts
            from app.tenants t, (values
                ('PENDING', 0, null, null::timestamptz, null, now()), ('PENDING', 3, null, null, 'broken', now()),
                ('PROCESSING', 1, 'w', now(), null, now()), ('PROCESSING', 3, 'w', now(), 'broken', now()),
                ('HELD', 0, null, null, null, now()), ('SCHEDULED', 0, null, null, null, '2199-01-01Z'),
                ('FAILED', 2, null, null, 'broken', '2199-01-01Z'))
                as j (state, attempts, worker, lease_until, error, run_at)\
            """);
        migrations().run();
        assertThat(database.query("""
            select concat_ws(' ', unique_key, 'is', state, attempts, worker, fair_tag, payload ->> 'n') from app.jobs
            order by unique_key collate "C"\
            """))
                .containsExactly(
                        "FAILED2 is FAILED 2 1",
                        "HELD0 is HELD 0 1",
                        "PENDING0 is HELD 0 1",
                        "PENDING3 is HELD 2 1",
                        "PROCESSING1 is HELD 1 1",
                        "PROCESSING3 is HELD 2 1",
                        "SCHEDULED0 is SCHEDULED 0 1");
        assertThat(Catalogue.of(database)).isEqualTo(newest);
    }

    private Migrations copiedTo(Path folder, String name, String sql) throws IOException {
        for (Path file : files) {
            Files.copy(file, folder.resolve(file.getFileName().toString()));
        }
        Files.writeString(folder.resolve(name), sql, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return migrations().from("filesystem:" + folder);
    }

    @Test
    void aMigrationThatFailsLeavesNothingOfAnyThatWasPending(@TempDir Path folder) throws Exception {
        migrations().upTo("5").run();
        List<String> before = Catalogue.of(database);
        Migrations failing = copiedTo(folder, "V900__fails.sql", "create table app.half (id int); select 1 / 0;");
        assertThatThrownBy(failing::run)
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining("V900__fails.sql")
                .hasMessageContaining("division by zero");
        assertThat(Catalogue.of(database)).isEqualTo(before);
        assertThat(migrations().run().count()).isEqualTo(files.size() - 5);
        assertThat(Catalogue.of(database)).isEqualTo(newest);
    }

    @Test
    void aMigrationThatFailsLeavesAnEmptySchemaEmpty(@TempDir Path folder) throws Exception {
        assertThatThrownBy(copiedTo(folder, "V900__fails.sql", "select 1 / 0")::run)
                .isInstanceOf(FlywayException.class);
        assertThat(database.query("select relname from pg_class where relnamespace = 'app'::regnamespace"
                        + " and relkind in ('r', 'p', 'v') and relname <> 'schema_history'"))
                .isEmpty();
    }

    @Test
    void anAppliedMigrationThatWasChangedIsRefused(@TempDir Path folder) throws Exception {
        migrations().upTo("5").run();
        List<String> before = Catalogue.of(database);
        Migrations changed =
                copiedTo(folder, files.get(2).getFileName().toString(), "\ncreate table app.later (id int);\n");
        assertThatThrownBy(changed::run)
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining("checksum mismatch")
                .hasMessageContaining("003");
        assertThat(Catalogue.of(database)).isEqualTo(before);
    }

    @Test
    void aMigrationWithAMisspeltNameIsRefusedNotIgnored(@TempDir Path folder) throws Exception {
        assertThatThrownBy(copiedTo(folder, "V900_fails.sql", "select 1")::run).isInstanceOf(FlywayException.class);
    }

    @Test
    void severalProcessesAtOnceMigrateOnce() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<Migrations.Report>> runs = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                runs.add(threads.submit(() -> migrations().run()));
            }
            int count = 0;
            for (Future<Migrations.Report> run : runs) {
                count += run.get().count();
            }
            assertThat(count).isEqualTo(files.size());
        }
        assertThat(Catalogue.of(database)).isEqualTo(newest);
    }

    @Test
    void theDatabaseMayHaveAnyName() throws SQLException {
        String name = "odd \"name\"; 100% ${x} 'ü'";
        String quoted = "\"" + name.replace("\"", "\"\"") + "\"";
        PGSimpleDataSource odd = new Logins(database, "postgres");
        database.execute("create database " + quoted + " template template0");
        try {
            odd.setDatabaseName(name);
            assertThat(Migrations.of(odd).run().count()).isEqualTo(files.size());
            try (Connection connection = odd.getConnection()) {
                assertThat(new Session(connection).query("""
                    select has_database_privilege('partywall_app', current_database(), p)
                    from unnest(array['connect', 'temporary', 'create']) p\
                    """)).containsExactly("t", "f", "f");
            }
        } finally {
            database.execute("drop database " + quoted + " with (force)");
        }
    }

    @Test
    void whatIsSetOnTheSessionDoesNotLeadNamesAstray() throws SQLException {
        database.execute("create schema decoy; alter database " + database.name()
                + " set search_path = decoy, app, public; alter database " + database.name()
                + " set timezone = 'Pacific/Kiritimati'");
        migrations().run();
        assertThat(database.query("select relname from pg_class where relnamespace = 'decoy'::regnamespace"))
                .isEmpty();
    }
}
