package io.partywall.inspector.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.partywall.inspector.check.Database;
import io.partywall.inspector.probe.ProbeResult.Outcome;
import io.partywall.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Probes wait for nobody, and go nowhere uninvited. */
class PatienceTest {

    private static final List<String> APPLICATION = List.of("app_patience");

    private TestDatabase database;
    private DataSource dataSource;

    @BeforeEach
    void create() {
        TestDatabase.createRole("app_patience", "nosuperuser");
        database = TestDatabase.create();
        database.execute("""
            create table notes (tenant_id int not null, id int, body text, primary key (tenant_id, id));
            alter table notes enable row level security;
            create policy own on notes using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
            grant select, insert, update, delete, truncate on notes to app_patience;
            insert into notes select t, n, 'note' from generate_series(1, 2) t, generate_series(1, 3) n;
            """);
        dataSource = database.pool("postgres", 3);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private ProbeReport probe(ProbeOptions options) throws SQLException {
        return Corpus.probe(dataSource, APPLICATION, options);
    }

    @Test
    void whoHoldsTheTableIsNotWaitedFor() throws SQLException {
        Database db = Corpus.read(dataSource, APPLICATION);
        try (Connection holder = dataSource.getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("lock table notes in access exclusive mode");
            long start = System.nanoTime();
            ProbeReport report = Probes.run(
                    dataSource,
                    db,
                    ProbeOptions.guess()
                            .withTenants("1", "2")
                            .withTimeouts(Duration.ofMillis(500), Duration.ofMillis(50)));
            holder.rollback();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            assertThat(report.results())
                    .filteredOn(r -> r.object().equals("public.notes"))
                    .isNotEmpty()
                    .allMatch(r -> r.outcome() == Outcome.NOT_TRIED);
        }
    }

    @Test
    void aTableInUseIsNotEmptiedEvenForAMoment() throws SQLException {
        Database db = Corpus.read(dataSource, APPLICATION);
        try (Connection reader = dataSource.getConnection();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("select 1 from notes");
            ProbeReport report = Probes.run(dataSource, db, ProbeOptions.guess());
            reader.rollback();

            assertThat(report.results())
                    .filteredOn(r -> r.id().equals("L7") && r.object().equals("public.notes"))
                    .singleElement()
                    .matches(r -> r.outcome() == Outcome.NOT_TRIED && r.detail().contains("could not obtain lock"));
        }
        assertThat(probe(ProbeOptions.guess()).findings())
                .anyMatch(f -> f.identity().equals("L7 public.notes"));
    }

    @Test
    void aRowThatSomebodyHoldsIsLeftAlone() throws SQLException {
        Database db = Corpus.read(dataSource, APPLICATION);
        try (Connection holder = dataSource.getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select 1 from notes for update");
            ProbeReport report = Probes.run(
                    dataSource, db, ProbeOptions.guess().withTimeouts(Duration.ofSeconds(2), Duration.ofMillis(50)));
            holder.rollback();

            assertThat(report.results())
                    .filteredOn(r -> r.id().equals("L10") && r.object().equals("public.notes"))
                    .singleElement()
                    .matches(r -> r.outcome() == Outcome.NOT_TRIED && r.detail().contains("lock timeout"));
        }
    }

    @Test
    void whatTakesTooLongIsCancelled() throws SQLException {
        database.execute(
                "create view slow with (security_invoker) as select n.* from notes n where pg_sleep(30) is not null;"
                        + " grant select on slow to app_patience");
        long start = System.nanoTime();
        ProbeReport report = probe(ProbeOptions.guess().withTimeouts(Duration.ofMillis(300), Duration.ofMillis(50)));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(report.results())
                .filteredOn(r -> r.object().equals("public.slow") && r.id().equals("L4"))
                .singleElement()
                .matches(r -> r.outcome() == Outcome.NOT_TRIED && r.detail().contains("statement timeout"));
    }

    @Test
    void aDeniedDatabaseIsNotProbedWhoeverConsents() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> probe(ProbeOptions.guess().withDenied("TEST_").withConsent(objection -> true)))
                .withMessageContaining("denied");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> probe(ProbeOptions.guess().withDenied("127.0.0").withConsent(objection -> true)))
                .withMessageContaining("denied");
    }

    @Test
    void onlyAConsentOpensWhatLooksLikeProductionOrIsElsewhere() {
        assertThat(Host.isLocal(Host.of("jdbc:postgresql://127.0.0.1:5432/x?user=a")))
                .isTrue();
        assertThat(Host.isLocal(Host.of("jdbc:postgresql:x"))).isTrue();
        assertThat(Host.isLocal(Host.of("jdbc:postgresql://[::1]:5432/x"))).isTrue();
        assertThat(Host.isLocal(Host.of("jdbc:postgresql://localhost,db.example.org:5432/x")))
                .isFalse();
        assertThat(Host.isLocal(Host.of("jdbc:postgresql://127.0.0.1.example.org/x")))
                .isFalse();
        assertThat(Host.isLocal(Host.of("jdbc:postgresql:///x?PGHOST=db.example.org")))
                .isFalse();
        assertThat(Host.isLocal(Host.of(null))).isFalse();
    }

    @Test
    void aTriggerThatReachesOutsideIsNotFired() throws SQLException {
        database.execute("""
            create sequence tickets;
            create function number() returns trigger language plpgsql as
                $$ begin new.id := nextval('tickets'); return new; end $$;
            create trigger numbers before insert on notes for each row execute function number();
            """);
        ProbeReport report = probe(ProbeOptions.guess());

        assertThat(database.query("select is_called from tickets")).containsExactly("f");
        assertThat(report.results())
                .filteredOn(r -> r.id().equals("L5"))
                .singleElement()
                .matches(r -> r.detail().contains("calls nextval"));
    }

    @Test
    void aRowIsMadeUpWithoutMovingASequence() throws SQLException {
        database.execute("""
            create sequence numbers;
            create function next_number() returns int language sql as $$ select nextval('numbers')::int $$;
            create table drafts (tenant_id int not null, id serial primary key, no int default next_number());
            alter table drafts enable row level security;
            create policy own on drafts using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
            grant select, insert on drafts to app_patience;
            """);
        ProbeReport report = probe(ProbeOptions.guess());

        assertThat(report.results())
                .filteredOn(r -> r.object().equals("public.drafts") && r.id().equals("L4"))
                .singleElement()
                .matches(r -> r.outcome() == Outcome.HELD);
        assertThat(database.query("select is_called from numbers union all select is_called from drafts_id_seq"))
                .containsExactly("f", "f");
    }
}
