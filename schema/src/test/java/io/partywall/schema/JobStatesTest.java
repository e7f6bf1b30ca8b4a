package io.partywall.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A job's fields are those of its state: held by checks, whoever writes. */
class JobStatesTest {

    private static Platform platform;
    private static Session session;

    @BeforeAll
    static void open() throws SQLException {
        platform = Platform.open();
        session = platform.loggedInAs(Roles.PLATFORM);
    }

    @AfterAll
    static void close() throws SQLException {
        session.close();
        platform.close();
    }

    private static String job(String fields) {
        String columns = fields.replaceAll("=[^;]*;?", ",");
        String values = fields.replaceAll("[a-z_]+=([^;]*);?", "$1,");
        return "insert into app.jobs (" + columns + " tenant_id, id, type) values (" + values + " '" + Platform.ACME
                + "', gen_random_uuid(), 'sync')";
    }

    private static String finished(String fields) {
        String columns = fields.replaceAll("=[^;]*;?", ",");
        String values = fields.replaceAll("[a-z_]+=([^;]*);?", "$1,");
        return "insert into app.finished_jobs (" + columns
                + " tenant_id, id, queue, type, payload, priority, max_attempts,"
                + " run_at, finished_at, created_at) values (" + values + " '" + Platform.ACME
                + "', gen_random_uuid(), 'default', 'sync', '{}', 0, 3, now(), now(), now())";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state='PENDING'",
                "state='SCHEDULED';run_at='2199-01-01Z'",
                "state='HELD'",
                "state='PROCESSING';attempts=1;worker='w';lease_until=now()",
                "state='FAILED';attempts=1;error='timeout'",
                "state='FAILED';attempts=2;error='timeout'",
                "state='PENDING';attempts=2;progress=0.5",
            })
    void aJobThatIsNotFinishedMayBe(String fields) throws SQLException {
        assertThat(session.update(job(fields))).isOne();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state='COMPLETED';attempts=1                            | jobs_unfinished",
                "state='CANCELLED'                                       | jobs_unfinished",
                "state='DEAD';attempts=3                                 | jobs_unfinished",
                "state='PROCESSING';attempts=1                           | jobs_processing_is_leased",
                "state='PROCESSING';attempts=1;worker='w'                | jobs_processing_is_leased",
                "state='PROCESSING';attempts=1;lease_until=now()         | jobs_processing_is_leased",
                "state='PENDING';worker='w';lease_until=now()            | jobs_processing_is_leased",
                "state='PENDING';worker='w'                              | jobs_processing_is_leased",
                "state='PENDING';lease_until=now()                       | jobs_processing_is_leased",
                "state='PROCESSING';worker='w';lease_until=now()         | jobs_processing_is_an_attempt",
                "state='FAILED';attempts=1                               | jobs_failed_tells_why",
                "state='FAILED';error='timeout'                          | jobs_failed_tells_why",
                "state='FAILED';attempts=3;error='timeout'               | jobs_failed_tells_why",
                "state='PENDING';result='{}'                             | jobs_result_comes_last",
                "attempts=-1                                             | jobs_attempts_in_range",
                "attempts=4                                              | jobs_attempts_in_range",
                "max_attempts=0                                          | jobs_attempts_in_range",
                "progress=1.1                                            | jobs_progress_range",
                "progress=-0.1                                           | jobs_progress_range",
                "weight=0                                                | jobs_weight_positive",
            })
    void aJobThatIsNotFinishedIsNever(String fields, String constraint) {
        assertThat(session.refusal(job(fields))).startsWith("23514").contains("\"" + constraint + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state='COMPLETED';attempts=1;result='{}'",
                "state='CANCELLED';attempts=0",
                "state='DEAD';attempts=3;error='timeout'",
            })
    void aFinishedJobMayBe(String fields) throws SQLException {
        assertThat(session.update(finished(fields))).isOne();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state='PENDING';attempts=0    | finished_jobs_finished",
                "state='PROCESSING';attempts=1 | finished_jobs_finished",
                "state='FAILED';attempts=1     | finished_jobs_finished",
                "state='SCHEDULED';attempts=0  | finished_jobs_finished",
                "state='HELD';attempts=0       | finished_jobs_finished",
                "state='DEAD';attempts=3       | finished_jobs_dead_tells_why",
                "state='COMPLETED';attempts=0  | finished_jobs_completed_was_tried",
            })
    void aFinishedJobIsNever(String fields, String constraint) {
        assertThat(session.refusal(finished(fields))).startsWith("23514").contains("\"" + constraint + "\"");
    }

    @Test
    void aUniqueKeyIsHeldByOneUnfinishedJobOfATenantsQueue() throws SQLException {
        session.update(job("unique_key='nightly'"));
        assertThat(session.refusal(job("unique_key='nightly'"))).startsWith("23505");
        assertThat(session.update(job("unique_key='nightly';queue='other'"))).isOne();
        assertThat(session.update(
                        job("unique_key='nightly'").replace(Platform.ACME.toString(), Platform.BETA.toString())))
                .isOne();
        assertThat(session.update(job("unique_key=null")) + session.update(job("unique_key=null")))
                .isEqualTo(2);
    }

    @Test
    void aTenantNeitherLeasesNorRetriesNorFinishesAJob() throws SQLException {
        try (Session ann = platform.ann()) {
            assertThat(ann.update(job("state='PENDING'"))).isOne();
            for (String column :
                    List.of("worker", "attempts", "lease_until", "payload", "weight", "fair_tag", "result")) {
                assertThat(ann.refusal("update app.jobs set " + column + " = default"))
                        .startsWith("42501");
            }
            assertThat(ann.refusal("delete from app.finished_jobs")).startsWith("42501");
            assertThat(ann.refusal(finished("state='CANCELLED';attempts=0"))).startsWith("42501");
        }
    }
}
