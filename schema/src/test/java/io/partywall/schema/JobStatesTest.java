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
        session.query("select app.keep_job_history(30)");
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
                "state='PENDING';fair_tag=0",
                "state='SCHEDULED';run_at='2199-01-01Z'",
                "state='HELD'",
                "state='HELD';parked=true",
                "state='PROCESSING';attempts=1;worker='w';lease_until=now();started_at=now();fair_tag=0",
                "state='PROCESSING';attempts=3;worker='w';lease_until=now();started_at=now();fair_tag=0",
                "state='FAILED';attempts=1;error='timeout'",
                "state='FAILED';attempts=2;error='timeout'",
                "state='PENDING';fair_tag=7;attempts=2;progress=0.5",
                "state='SCHEDULED';max_attempts=100;cancel_requested_at=now()",
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
                "state='PROCESSING';attempts=1;fair_tag=0                | jobs_processing_is_leased",
                "state='PROCESSING';attempts=1;fair_tag=0;worker='w'     | jobs_processing_is_leased",
                "state='PROCESSING';attempts=1;fair_tag=0;lease_until=now();started_at=now() |"
                        + " jobs_processing_is_leased",
                "state='PROCESSING';attempts=1;fair_tag=0;worker='w';lease_until=now()       |"
                        + " jobs_processing_is_leased",
                "state='HELD';worker='w';lease_until=now();started_at=now()                  |"
                        + " jobs_processing_is_leased",
                "state='PENDING';fair_tag=0;worker='w'                   | jobs_processing_is_leased",
                "state='PENDING';fair_tag=0;lease_until=now()            | jobs_processing_is_leased",
                "state='SCHEDULED';started_at=now()                      | jobs_processing_is_leased",
                "state='PROCESSING';worker='w';lease_until=now();started_at=now();fair_tag=0 |"
                        + " jobs_processing_is_an_attempt",
                "state='PROCESSING';attempts=1;worker='w';lease_until=now();started_at=now() |"
                        + " jobs_in_line_has_its_turn",
                "state='PENDING'                                         | jobs_in_line_has_its_turn",
                "state='HELD';fair_tag=0                                 | jobs_in_line_has_its_turn",
                "state='SCHEDULED';fair_tag=0                            | jobs_in_line_has_its_turn",
                "state='PENDING';fair_tag=0;parked=true                  | jobs_parked_is_held",
                "state='SCHEDULED';parked=true                           | jobs_parked_is_held",
                "state='HELD';attempts=3                                 | jobs_waiting_has_an_attempt_left",
                "state='PENDING';fair_tag=0;attempts=3                   | jobs_waiting_has_an_attempt_left",
                "state='SCHEDULED';run_at='infinity'                     | jobs_run_at_comes",
                "max_attempts=101                                        | jobs_max_attempts_bounded",
                "queue=''                                                | jobs_names_bounded",
                "queue=repeat('q',101)                                   | jobs_names_bounded",
                "unique_key=''                                           | jobs_names_bounded",
                "unique_key=repeat('k',501)                              | jobs_names_bounded",
                "payload=jsonb_build_array(repeat('x',2097152))          | jobs_payload_bounded",
                "state='FAILED';attempts=1                               | jobs_failed_tells_why",
                "state='FAILED';error='timeout'                          | jobs_failed_tells_why",
                "state='FAILED';attempts=3;error='timeout'               | jobs_failed_tells_why",
                "attempts=-1                                             | jobs_attempts_in_range",
                "attempts=4                                              | jobs_attempts_in_range",
                "max_attempts=0                                          | jobs_attempts_in_range",
                "progress=1.1                                            | jobs_progress_range",
                "progress=-0.1                                           | jobs_progress_range",
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
            assertThat(ann.update(job("state='HELD'"))).isOne();
            assertThat(ann.update(job("state='SCHEDULED';run_at='2199-01-01Z'")))
                    .isOne();
            for (String column : platform.database.query("select attname from pg_attribute where attrelid ="
                    + " 'app.jobs'::regclass and attnum > 0 and not attisdropped")) {
                assertThat(ann.refusal("update app.jobs set " + column + " = default"))
                        .startsWith("42501");
            }
            assertThat(ann.refusal("delete from app.jobs")).startsWith("42501");
            assertThat(ann.refusal("select id from app.jobs for update")).startsWith("42501");
            assertThat(ann.refusal("delete from app.finished_jobs")).startsWith("42501");
            assertThat(ann.refusal(finished("state='CANCELLED';attempts=0"))).startsWith("42501");
        }
    }

    /** What a tenant may not say, the state demands: neither a place in line nor a start can be made up. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state='PENDING'    | 23514",
                "state='PROCESSING' | 23514",
                "state='FAILED'     | 23514",
                "state='COMPLETED'  | 23514",
                "state='CANCELLED'  | 23514",
                "state='DEAD'       | 23514",
                "fair_tag=-1        | 42501",
                "state='PENDING';fair_tag=-1                      | 42501",
                "attempts=-5        | 42501",
                "parked=true        | 42501",
                "worker='w'         | 42501",
                "error='x'          | 42501",
                "created_at=now()   | 42501",
                "progress=1         | 42501",
                "cancel_requested_at=now()                        | 42501",
            })
    void aTenantAddsJobsThatWaitAndNoOthers(String fields, String refusal) throws SQLException {
        try (Session ann = platform.ann();
                Session bob = platform.bob()) {
            assertThat(ann.refusal(job(fields))).startsWith(refusal);
            assertThat(bob.refusal(job("state='HELD'"))).startsWith("42501").contains("row-level security");
        }
    }

    @Test
    void aTenantReadsItsShareAndChangesNothingOfTheQueue() throws SQLException {
        session.update("insert into app.job_shares (tenant_id, id, queue, weight) values ('" + Platform.ACME
                + "', gen_random_uuid(), 'default', 3), ('" + Platform.BETA + "', gen_random_uuid(), 'default', 1)");
        try (Session ann = platform.ann()) {
            assertThat(ann.query("select weight from app.job_shares")).containsExactly("3");
            for (String statement : List.of(
                    "update app.job_shares set weight = 1000",
                    "delete from app.job_shares",
                    "insert into app.job_shares (tenant_id, id, queue) values ('" + Platform.ACME
                            + "', gen_random_uuid(), 'other')",
                    "select name from app.job_queues",
                    "update app.job_queues set paused_at = now()",
                    "select type from app.paused_job_types",
                    "insert into app.paused_job_types (type) values ('sync')",
                    "select app.keep_job_history(1)")) {
                assertThat(ann.refusal(statement)).startsWith("42501");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "weight, 0, job_shares_weight_range",
        "weight, 1001, job_shares_weight_range",
        "cap, 0, job_shares_cap_positive"
    })
    void aShareIsNever(String column, int value, String constraint) {
        assertThat(session.refusal("insert into app.job_shares (tenant_id, id, queue, " + column + ") values ('"
                        + Platform.ACME + "', gen_random_uuid(), 'never', " + value + ")"))
                .startsWith("23514")
                .contains("\"" + constraint + "\"");
    }
}
