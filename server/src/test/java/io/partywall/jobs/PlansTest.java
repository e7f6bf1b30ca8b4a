package io.partywall.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A million jobs of one tenant, and a hundred others: what the queue reads does not grow with them, whatever the planner knows. */
@Timeout(400)
class PlansTest {

    private static final String FLOOD = """
        set session_replication_role = replica;
        insert into app.jobs (tenant_id, id, type) select t.id, gen_random_uuid(), 'note'
        from app.tenants t, generate_series(1, 10) where t.name <> 'flood';
        insert into app.jobs (tenant_id, id, type) select t.id, gen_random_uuid(), 'note'
        from app.tenants t, generate_series(1, 1000000) where t.name = 'flood';
        insert into app.jobs (tenant_id, id, type, state, fair_tag, attempts, worker, lease_until, started_at)
        select t.id, gen_random_uuid(), 'note', 'PROCESSING', 0, 1, 'other', now() + interval '1 hour', now()
        from app.tenants t, generate_series(1, 3000) where t.name = 'flood'\
        """;

    private static final String CLAIM_20 = "execute claim('{default}', 20, 20, 'w', 30000)";
    private static final String ADMIT_20 = "execute admit(20, 40, '{default}', 1000000, 'w', 30000)";

    /** Of blocks, 8 kB each: the table has 17,000, its smallest index of all jobs 8,000. A claim reads some 450. */
    private static final int MOST_OF_A_CLAIM = 1_000;

    /** Some 3,100, most of them looks at a hundred tenants and their shares. */
    private static final int MOST_OF_AN_ADMISSION = 4_500;

    /** Of twenty jobs; some 1,500. */
    private static final int MOST_OF_A_SETTLEMENT = 3_000;

    /** Where nothing is due but in the index that tells it, with 20,000 entries of what was; some 300. */
    private static final int MOST_OF_WHAT_IS_DUE = 1_000;

    private static final String SNAPSHOT =
            "set transaction isolation level repeatable read; select count(*) from app.tenants";

    private static Queue queue;
    private static Plans withoutStatistics;
    private static Connection sinceAllWasInLine;
    private static List<Claim> held = List.of();

    private record Plans(List<String> claim, List<String> admit, List<String> settle) {}

    @BeforeAll
    static void flood() throws SQLException {
        queue = new Queue();
        queue.serve("default");
        queue.database.execute("alter table app.jobs set (autovacuum_enabled = false)");
        queue.tenant("flood");
        for (int i = 0; i < 100; i++) {
            queue.tenant("tenant-" + i);
        }
        queue.database.execute(
                "insert into app.job_shares (tenant_id, id, queue) select id, gen_random_uuid(), 'default' from"
                        + " app.tenants");
        try (Connection sinceTheBeginning = prepared()) {
            plans(sinceTheBeginning);
            fill();
            withoutStatistics = plans(sinceTheBeginning);
        }
        queue.database.execute("""
            truncate app.jobs;
            update app.job_shares set is_long = false;
            analyze app.jobs;
            insert into app.jobs (tenant_id, id, type, state, fair_tag) select t.id, gen_random_uuid(), 'note', 'PENDING', 0
            from app.tenants t, generate_series(1, 20);
            analyze app.jobs\
            """);
        sinceAllWasInLine = prepared();
        plans(sinceAllWasInLine);
        queue.database.execute("delete from app.jobs");
        fill();
        try (Connection connection = queue.worker()) {
            new History(30).keep(connection);
        }
    }

    private static void fill() throws SQLException {
        queue.database.execute(FLOOD);
        queue.admit(60);
        queue.admit(60);
        held = queue.claim("w", 20);
    }

    @AfterAll
    static void close() throws SQLException {
        sinceAllWasInLine.close();
        queue.close();
    }

    private static Connection prepared() throws SQLException {
        Connection connection = queue.worker();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("prepare claim as " + numbered(Claims.CLAIM));
            statement.execute("prepare admit as " + numbered(Admission.ADMIT));
            statement.execute("prepare settle as " + numbered(Settlement.SETTLE));
            statement.execute("prepare due as " + numbered(DueJobs.BRING_DUE));
        }
        connection.commit();
        return connection;
    }

    private static String numbered(String sql) {
        Matcher marks = Pattern.compile("\\?").matcher(sql);
        int[] number = {0};
        return marks.replaceAll(mark -> "\\$" + ++number[0]);
    }

    private static String settleHeld() {
        String jobs = held.stream().map(claim -> claim.id().toString()).collect(Collectors.joining(","));
        String tenants = held.stream().map(claim -> claim.tenant().toString()).collect(Collectors.joining(","));
        String starts = held.stream().map(claim -> claim.startedAt().toString()).collect(Collectors.joining(","));
        return "execute settle('{%s}', '{%s}', '{%s}', '{%s}', '{%s}', '{%s}', '{%s}', '{%s}', 'w', 'w')"
                .formatted(
                        tenants,
                        jobs,
                        times("1"),
                        starts,
                        times("COMPLETED"),
                        times("null"),
                        times("null"),
                        times("0"));
    }

    private static String times(String value) {
        return String.join(",", Collections.nCopies(held.size(), value));
    }

    private static List<String> explain(Connection connection, String statement) throws SQLException {
        List<String> plan = new ArrayList<>();
        try (Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery("explain (analyze, buffers, timing off) " + statement)) {
            while (rows.next()) {
                plan.add(rows.getString(1));
            }
        }
        connection.rollback();
        return plan;
    }

    private static int blocks(List<String> plan) {
        Matcher first =
                Pattern.compile("shared(?: hit=(\\d+))?(?: read=(\\d+))?").matcher(String.join("\n", plan));
        assertThat(first.find()).isTrue();
        return (first.group(1) == null ? 0 : Integer.parseInt(first.group(1)))
                + (first.group(2) == null ? 0 : Integer.parseInt(first.group(2)));
    }

    private static Plans plans(Connection connection) throws SQLException {
        return new Plans(
                explain(connection, CLAIM_20), explain(connection, ADMIT_20), explain(connection, settleHeld()));
    }

    private static void assertReadLittle(Plans plans) {
        assertThat(plans.claim()).noneMatch(line -> line.contains("Seq Scan on jobs"));
        assertThat(plans.claim()).anyMatch(line -> line.contains("Index Scan using jobs_claim_idx"));
        assertThat(blocks(plans.claim()))
                .as(() -> String.join("\n", plans.claim()))
                .isBetween(20, MOST_OF_A_CLAIM);
        assertThat(plans.admit()).noneMatch(line -> line.contains("Seq Scan on jobs"));
        assertThat(blocks(plans.admit()))
                .as(() -> String.join("\n", plans.admit()))
                .isBetween(20, MOST_OF_AN_ADMISSION);
        assertThat(blocks(plans.settle()))
                .as(() -> String.join("\n", plans.settle()))
                .isBetween(20, MOST_OF_A_SETTLEMENT);
    }

    @Test
    void whatThePlannerKnowsMakesNoDifference() throws SQLException {
        assertReadLittle(withoutStatistics);
        assertReadLittle(plans(sinceAllWasInLine));
        try (Connection now = prepared()) {
            assertReadLittle(plans(now));
        }
        queue.database.execute("analyze app.jobs");
        try (Connection fresh = prepared()) {
            assertReadLittle(plans(fresh));
        }
    }

    /** A transaction that stays open keeps what is taken from being swept up, and even from being passed over quickly. */
    @Test
    void whatIsGoneAndCannotBeSweptUpIsNotReadAgain() throws Exception {
        try (Connection open = queue.holding(SNAPSHOT)) {
            for (int i = 0; i < 20; i++) {
                queue.take("w", 1000);
            }
            for (int i = 0; i < 3; i++) {
                assertThat(blocks(explain(sinceAllWasInLine, ADMIT_20))).isLessThan(MOST_OF_AN_ADMISSION);
                queue.take("w", 10);
            }
            assertThat(queue.count("app.jobs where state = 'PROCESSING'")).isGreaterThan(20_000);
            open.rollback();
        }
        queue.database.execute("vacuum app.jobs");
    }

    @Test
    void whatWasDueAndCannotBeSweptUpIsNotReadAgain() throws Exception {
        try (Connection open = queue.holding(SNAPSHOT);
                Connection connection = queue.worker()) {
            queue.database.execute("""
                set session_replication_role = replica;
                insert into app.jobs (tenant_id, id, type, state, run_at)
                select id, gen_random_uuid(), 'note', 'SCHEDULED', now() - random() * interval '1 hour'
                from app.tenants, generate_series(1, 20000) where name = 'flood'\
                """);
            DueJobs due = new DueJobs();
            assertThat(due.bring(connection, 20_000)).isEqualTo(20_000);
            assertThat(blocks(explain(sinceAllWasInLine, "execute due('-infinity', 20)")))
                    .isGreaterThan(MOST_OF_WHAT_IS_DUE);
            assertThat(blocks(explain(sinceAllWasInLine, "execute due(now() - interval '1 second', 20)")))
                    .isLessThan(MOST_OF_WHAT_IS_DUE);
            open.rollback();
        }
        queue.database.execute("vacuum app.jobs");
    }
}
