package io.partywall.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A version of a metric never changes once it is effective. */
class MetricDefinitionsTest {

    private static final String EFFECTIVE = "2026-01-01Z";
    private static final String PLANNED = "2199-01-01Z";

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
    void begin() throws SQLException {
        ann = platform.ann();
        ann.begin();
        ann.update(definition(1, EFFECTIVE));
        ann.update(definition(2, PLANNED));
    }

    @AfterEach
    void rollBack() throws SQLException {
        ann.close();
    }

    private static String definition(int version, String effective) {
        return """
            insert into app.metric_definitions (tenant_id, id, code, name, version, effective_at, created_by_id, created_by_name)
            values ('%s', gen_random_uuid(), 'revenue', 'Revenue', %d, '%s', '%s', 'Ann')\
            """.formatted(Platform.ACME, version, effective, Platform.ANN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name = 'x'",
                "description = 'x'",
                "formula = '{}'",
                "code = 'profit'",
                "version = 9",
                "effective_at = '2199-01-01Z'",
                "effective_at = effective_at - interval '1 day'",
                "created_by_name = 'x'",
                "created_at = '2020-01-01Z'",
                "created_by_id = '00000000-0000-7000-8000-0000000000a2'",
            })
    void anEffectiveVersionStaysAsItIs(String change) {
        assertThat(ann.refusal("update app.metric_definitions set " + change + " where version = 1"))
                .startsWith("23514 ERROR: metric revenue version 1 is effective and cannot be changed")
                .contains("Make a new version");
    }

    @Test
    void anEffectiveVersionIsNotDeleted() {
        assertThat(ann.refusal("delete from app.metric_definitions where version = 1"))
                .startsWith("23514 ERROR: metric revenue version 1 is effective and cannot be deleted");
    }

    @Test
    void theSuperuserDoesNotChangeItEither() throws SQLException {
        ann.commit();
        try (Session superuser = platform.superuser()) {
            assertThat(superuser.refusal("update app.metric_definitions set name = 'x' where version = 1"))
                    .startsWith("23514");
            // A role that may leave the trigger out takes the rows away again.
            superuser.update("set session_replication_role = replica");
            superuser.update("delete from app.metric_definitions");
        }
    }

    @Test
    void aVersionThatIsPlannedMayStillChangeAndGo() throws SQLException {
        assertThat(ann.update("update app.metric_definitions set name = 'x', formula = '{}' where version = 2"))
                .isOne();
        assertThat(ann.update("delete from app.metric_definitions where version = 2"))
                .isOne();
    }

    @Test
    void aPlannedVersionThatIsMadeEffectiveIsFixedFromThenOn() throws SQLException {
        assertThat(ann.update("update app.metric_definitions set effective_at = now() where version = 2"))
                .isOne();
        assertThat(ann.refusal("update app.metric_definitions set name = 'x' where version = 2"))
                .startsWith("23514");
    }

    @Test
    void anEffectiveVersionIsDeprecatedOnce() throws SQLException {
        String deprecate = "update app.metric_definitions set deprecated_at = '2026-0%d-01Z' where version = 1";
        assertThat(ann.update(deprecate.formatted(2))).isOne();
        assertThat(ann.refusal(deprecate.formatted(3))).startsWith("23514");
    }

    @Test
    void aDeprecationIsNotTakenBack() throws SQLException {
        ann.update("update app.metric_definitions set deprecated_at = '2026-02-01Z' where version = 1");
        assertThat(ann.refusal("update app.metric_definitions set deprecated_at = null where version = 1"))
                .startsWith("23514");
    }

    @Test
    void itMayLoseItsAuthorWhoseNameStays() throws SQLException {
        assertThat(ann.update("update app.metric_definitions set created_by_id = null where version = 1"))
                .isOne();
        assertThat(ann.query("select created_by_name from app.metric_definitions where version = 1"))
                .containsExactly("Ann");
        assertThat(ann.refusal(
                        "update app.metric_definitions set created_by_id = '" + Platform.ANN + "' where version = 1"))
                .startsWith("23514");
    }

    @Test
    void aVersionOfACodeIsThereOnce() {
        assertThat(ann.refusal(definition(1, EFFECTIVE))).startsWith("23505");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Revenue", "1st", "", "net-revenue", "revenue; drop"})
    void aCodeIsAWordOfItsOwn(String code) {
        assertThat(ann.refusal(definition(3, EFFECTIVE).replace("'revenue'", "'" + code + "'")))
                .startsWith("23514");
    }
}
