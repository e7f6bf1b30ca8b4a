package io.partywall.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.isolation.Access;
import io.partywall.isolation.Actor;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done without changing a row is told by whoever does it, as itself. */
class RecordedDeedsTest {

    private static final String OF_ACME = "app.audit_logs where tenant_id = '" + Platform.ACME + "'";

    private static Platform platform;

    @BeforeAll
    static void open() throws SQLException {
        platform = Platform.open();
    }

    @AfterAll
    static void close() {
        platform.close();
    }

    private static Session ann(Access access) throws SQLException {
        return platform.in(platform.keys.issue(
                Platform.ACME,
                Actor.user(Platform.ANN),
                access,
                Duration.ofMinutes(1),
                "{\"request\": \"r-9\", \"key\": \"pwk_a\"}"));
    }

    @Test
    void aReaderTellsAsItselfWhatItDid() throws SQLException {
        try (Session ann = ann(Access.READ)) {
            assertThat(ann.query("select app.record('export', 'kpis', null, '{\"format\": \"csv\"}')"))
                    .hasSize(1);
        }
        assertThat(platform.database.query(
                        "select user_id || ' ' || (actor like 'user:% by key pwk_a') || ' ' || request_id || ' ' ||"
                                + " changes from " + OF_ACME + " and action = 'export'"))
                .containsExactly(Platform.ANN + " true r-9 {\"format\": \"csv\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "update", "delete"})
    void whatATriggerTellsIsNotToldByHand(String action) throws SQLException {
        try (Session ann = ann(Access.WRITE)) {
            assertThat(ann.refusal("select app.record('" + action + "', 'kpis', null, '{}')"))
                    .startsWith("22023");
        }
        try (Session session = platform.loggedInAs(Roles.PLATFORM)) {
            assertThat(session.refusal("select app.record_for_platform('" + action + "', 'users', null, '{}', '{}')"))
                    .startsWith("22023");
        }
    }

    @Test
    void withoutAContextNothingIsTold() throws SQLException {
        try (Session nobody = platform.loggedInAs(Roles.APP)) {
            assertThat(nobody.refusal("select app.record('export', 'kpis', null, '{}')"))
                    .startsWith("42501");
            assertThat(nobody.refusal("select app.record_for_platform('login', 'users', null, '{}', '{}')"))
                    .startsWith("42501");
        }
    }

    @Test
    void thePlatformTellsItsOwnTrailAndThoseOfTheTenantsConcerned() throws SQLException {
        try (Session session = platform.loggedInAs(Roles.PLATFORM)) {
            List<String> _ = session.query("select set_config('app.actor', '" + Platform.ANN + "', true),"
                    + " app.record_for_platform('login', 'users', null, '{}', array['" + Platform.ACME + "'::uuid])");
            assertThat(session.refusal("insert into app.platform_audit_logs (id, actor, action, resource)"
                            + " values (gen_random_uuid(), 'x', 'login', 'users')"))
                    .startsWith("42501");
            assertThat(session.refusal("update app.platform_audit_logs set actor = 'x'"))
                    .startsWith("42501");
            assertThat(session.refusal("delete from app.platform_audit_logs")).startsWith("42501");
        }
        assertThat(platform.database.query("select count(*) from app.platform_audit_logs where action = 'login'"))
                .containsExactly("1");
        assertThat(platform.database.query("select count(*) from " + OF_ACME + " and action = 'login'"))
                .containsExactly("1");
        assertThat(platform.database.query(
                        "select count(*) from app.audit_logs where action = 'login' and tenant_id <> '" + Platform.ACME
                                + "'"))
                .containsExactly("0");
    }

    @Test
    void aTenantsOwnNumberComesBeforeThatOfItsPlan() throws SQLException {
        String limit = "select coalesce(app.limit_of('" + Platform.ACME + "', 'max_users')::text, 'none')";
        platform.database.execute("update app.tenants set max_users = 7 where id = '" + Platform.ACME + "'");
        assertThat(platform.database.query(limit)).containsExactly("7");
        platform.database.execute("update app.tenants set max_users = null, billing_user_id = '" + Platform.ANN
                + "' where id = '" + Platform.ACME + "'");
        assertThat(platform.database.query(limit)).containsExactly("3");
        platform.database.execute(
                "insert into app.subscriptions (id, user_id, status, plan_type) values (gen_random_uuid(), '"
                        + Platform.ANN + "', 'ACTIVE', 'PRO')");
        assertThat(platform.database.query(limit)).containsExactly("100");
        try (Session ann = ann(Access.READ)) {
            assertThat(ann.query("select app.own_limit('max_users')")).containsExactly("100");
            assertThat(ann.refusal("select app.limit_of('" + Platform.ACME + "', 'max_users')"))
                    .startsWith("42501");
        }
        platform.database.execute("update app.subscriptions set status = 'CANCELED'");
        assertThat(platform.database.query(limit)).containsExactly("3");
    }
}
