package io.partywall.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A KPI's current value is its newest point's, always; its targets' periods do not overlap. */
@Timeout(60)
class KpiValueTest {

    private static final String KPI = "00000000-0000-7000-8000-000000000101";
    private static final String OTHER = "00000000-0000-7000-8000-000000000102";

    private static Platform platform;

    private Session ann;

    @BeforeAll
    static void open() throws SQLException {
        platform = Platform.open();
    }

    @AfterAll
    static void close() {
        platform.close();
    }

    @BeforeEach
    void makeKpis() throws SQLException {
        ann = platform.ann();
        for (String id : new String[] {KPI, OTHER}) {
            ann.update("insert into app.kpis (tenant_id, id, name, current_value) values ('%s', '%s', 'Revenue', 666)"
                    .formatted(Platform.ACME, id));
        }
    }

    @AfterEach
    void deleteKpis() throws SQLException {
        ann.close();
        platform.database.execute("delete from app.kpis");
    }

    private static String point(int value, String day) {
        return point(value, day, "manual");
    }

    private static String point(int value, String day, String source) {
        return """
            insert into app.kpi_data_points (tenant_id, id, kpi_id, value, timestamp, source)
            values ('%s', gen_random_uuid(), '%s', %d, '2026-%s 12:00Z', '%s')\
            """.formatted(Platform.ACME, KPI, value, day, source);
    }

    private static String value(String kpi) {
        return platform.database
                .query("select current_value from app.kpis where id = '" + kpi + "'")
                .getFirst();
    }

    @Test
    void withoutAPointItIsZeroWhateverWasGiven() {
        assertThat(value(KPI)).isEqualTo("0");
    }

    @Test
    void aNewerPointCountsAndAnOlderOneDoesNot() throws SQLException {
        ann.update(point(10, "03-02"));
        assertThat(value(KPI)).isEqualTo("10");
        ann.update(point(7, "03-01"));
        assertThat(value(KPI)).isEqualTo("10");
        ann.update(point(20, "03-03"));
        assertThat(value(KPI)).isEqualTo("20");
        assertThat(value(OTHER)).isEqualTo("0");
    }

    @Test
    void aCorrectedPointCountsAsCorrected() throws SQLException {
        ann.update(point(10, "03-02"));
        ann.update(point(7, "03-01"));
        ann.update("update app.kpi_data_points set value = value + 0.5");
        assertThat(value(KPI)).isEqualTo("10.5");
        ann.update("update app.kpi_data_points set timestamp = '2026-04-01Z' where value = 7.5");
        assertThat(value(KPI)).isEqualTo("7.5");
    }

    @Test
    void aDeletedPointCountsNoMore() throws SQLException {
        ann.update(point(10, "03-02"));
        ann.update(point(7, "03-01"));
        ann.update("delete from app.kpi_data_points where value = 10");
        assertThat(value(KPI)).isEqualTo("7");
        ann.update("delete from app.kpi_data_points");
        assertThat(value(KPI)).isEqualTo("0");
    }

    @Test
    void aPointThatMovesToAnotherKpiCountsThere() throws SQLException {
        ann.update(point(10, "03-02"));
        ann.update("update app.kpi_data_points set kpi_id = '" + OTHER + "'");
        assertThat(value(KPI)).isEqualTo("0");
        assertThat(value(OTHER)).isEqualTo("10");
    }

    @Test
    void ofTwoSourcesAtTheSameMomentOneAlwaysWins() throws SQLException {
        ann.update(point(1, "03-02", "b"));
        ann.update(point(2, "03-02", "a"));
        assertThat(value(KPI)).isEqualTo("1");
    }

    @Test
    void writingItDirectlyChangesNothing() throws SQLException {
        ann.update(point(10, "03-02"));
        ann.update("update app.kpis set current_value = 666, name = 'Renamed'");
        platform.database.execute("update app.kpis set current_value = 666");
        assertThat(value(KPI)).isEqualTo("10");
    }

    @Test
    void anUpsertCounts() throws SQLException {
        String again = " on conflict (tenant_id, kpi_id, timestamp, source) do update set value = excluded.value";
        ann.update(point(10, "03-02") + again);
        ann.update(point(11, "03-02") + again);
        assertThat(value(KPI)).isEqualTo("11");
    }

    @Test
    void pointsThatAreAddedAtTheSameTimeAreBothSeen() throws Exception {
        try (Session other = platform.ann()) {
            ann.begin();
            ann.update(point(20, "03-02"));
            Future<Integer> older = platform.waiting(other, () -> other.update(point(10, "03-01")));
            ann.commit();
            assertThat(older.get()).isOne();
        }
        assertThat(value(KPI)).isEqualTo("20");
    }

    @Test
    void anOldSnapshotAddsNothing() throws SQLException {
        try (Session other = platform.ann()) {
            other.update("set default_transaction_isolation = 'repeatable read'");
            other.begin();
            other.query("select 1 from app.kpis");
            ann.update(point(20, "03-02"));
            assertThat(other.refusal(point(10, "03-01"))).startsWith("40001");
        }
        assertThat(value(KPI)).isEqualTo("20");
    }

    private static String target(String kpi, String period) {
        return """
            insert into app.kpi_targets (tenant_id, id, kpi_id, period, value)
            values ('%s', gen_random_uuid(), '%s', '%s', 100)\
            """.formatted(Platform.ACME, kpi, period);
    }

    @Test
    void periodsOfTargetsDoNotOverlap() throws SQLException {
        ann.update(target(KPI, "[2026-01-01,2026-04-01)"));
        assertThat(ann.refusal(target(KPI, "[2026-03-31,2026-07-01)"))).startsWith("23P01");
        ann.update(target(KPI, "[2026-04-01,2026-07-01)"));
        ann.update(target(OTHER, "[2026-01-01,2026-12-31)"));
        assertThat(ann.refusal("update app.kpi_targets set period = '[2026-01-01,2026-06-01)' where lower(period) ="
                        + " '2026-04-01'"))
                .startsWith("23P01");
        assertThat(ann.refusal("update app.kpi_targets set kpi_id = '" + OTHER + "'"))
                .startsWith("23P01");
        assertThat(ann.update("update app.kpi_targets set period = '[2026-04-01,2026-08-01)' where lower(period) ="
                        + " '2026-04-01'"))
                .isOne();
    }

    @Test
    void aTargetHasABeginningAndAnEnd() {
        for (String period : new String[] {"empty", "[2026-01-01,)", "(,2026-01-01)", "[-infinity,infinity]"}) {
            assertThat(ann.refusal(target(KPI, period))).as(period).startsWith("23514");
        }
    }

    @Test
    void targetsThatAreAddedAtTheSameTimeDoNotOverlap() throws Exception {
        try (Session other = platform.ann()) {
            ann.begin();
            ann.update(target(KPI, "[2026-01-01,2026-04-01)"));
            Future<String> overlapping =
                    platform.waiting(other, () -> other.refusal(target(KPI, "[2026-03-01,2026-05-01)")));
            ann.commit();
            assertThat(overlapping.get()).startsWith("23P01");
        }
    }

    @Test
    void anOldSnapshotHidesNoTarget() throws SQLException {
        try (Session other = platform.ann()) {
            other.update("set default_transaction_isolation = 'repeatable read'");
            other.begin();
            other.query("select 1 from app.kpis");
            ann.update(target(KPI, "[2026-01-01,2026-04-01)"));
            assertThat(other.refusal(target(KPI, "[2026-03-01,2026-05-01)"))).startsWith("40001");
        }
    }

    @Test
    void aTargetOfAKpiThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> ann.update(target(Platform.ANN.toString(), "[2026-01-01,2026-04-01)")))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("kpi_targets_kpi_fkey");
    }
}
