package io.partywall.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit trail and its seals are only ever added to, whoever asks. */
class AuditTrailTest {

    private static final String OF_ABE = "select 1 from app.audit_logs where user_id = '" + Platform.ABE + "'";

    private static Platform platform;

    @BeforeAll
    static void open() throws SQLException {
        platform = filled();
    }

    private static Platform filled() throws SQLException {
        Platform filled = Platform.open();
        filled.database.execute(Rows.of(Platform.ACME, Platform.ABE));
        return filled;
    }

    @AfterAll
    static void close() {
        platform.close();
    }

    private static List<String> trail() {
        return trail(platform);
    }

    private static List<String> trail(Platform platform) {
        return platform.database.query("select to_jsonb(a)::text from app.audit_logs a"
                + " union all select to_jsonb(c)::text from app.audit_checkpoints c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update app.audit_logs set action = 'nothing'",
                "update app.audit_logs set user_id = null",
                "update app.audit_logs set user_id = '00000000-0000-7000-8000-0000000000a1'",
                "update app.audit_logs set tenant_id = '00000000-0000-7000-8000-00000000000b'",
                "update app.audit_logs set sequence = sequence",
                "delete from app.audit_logs",
                "truncate app.audit_logs",
                "truncate app.tenants cascade",
                "update app.audit_checkpoints set signature = '\\x02'",
                "update app.audit_checkpoints set previous = null",
                "delete from app.audit_checkpoints",
                "truncate app.audit_checkpoints",
            })
    void nobodyChangesIt(String statement) throws SQLException {
        List<String> before = trail();
        try (Session ann = platform.ann();
                Session platformRole = platform.loggedInAs(Roles.PLATFORM);
                Session superuser = platform.superuser()) {
            assertThat(ann.refusal(statement)).startsWith("42501");
            assertThat(platformRole.refusal(statement)).startsWith("42501");
            assertThat(superuser.refusal(statement)).startsWith("42501").contains("append-only");
        }
        assertThat(trail()).isNotEmpty().isEqualTo(before);
    }

    @Test
    void theOwnerReachesNoRowOfItAndCannotEmptyIt() throws SQLException {
        List<String> before = trail();
        try (Session owner = platform.owner()) {
            assertThat(owner.query("select 1 from app.audit_logs")).isEmpty();
            assertThat(owner.update("update app.audit_logs set action = 'nothing'"))
                    .isZero();
            assertThat(owner.update("delete from app.audit_logs")).isZero();
            assertThat(owner.refusal("truncate app.audit_logs")).contains("append-only");
            assertThat(owner.refusal("truncate app.audit_checkpoints")).contains("append-only");
        }
        assertThat(trail()).isEqualTo(before);
    }

    @Test
    void theOwnerOutsideTheWallsCannotChangeItEither() throws SQLException {
        try (Session owner = platform.owner()) {
            owner.begin();
            owner.update("alter table app.audit_logs no force row level security");
            assertThat(owner.refusal("update app.audit_logs set action = 'nothing'"))
                    .contains("append-only");
        }
    }

    @Test
    void aMemberReadsItsOwnTrailAndAddsToNone() throws SQLException {
        String insert = """
            insert into app.audit_logs (tenant_id, id, actor, action, resource)
            values ('%s', gen_random_uuid(), 'Ann', 'delete', 'kpis')\
            """;
        String seen = "select distinct tenant_id from app.audit_logs";
        try (Session ann = platform.ann();
                Session bob = platform.bob()) {
            assertThat(ann.refusal(insert.formatted(Platform.ACME))).startsWith("42501");
            assertThat(ann.refusal(insert.formatted(Platform.BETA))).startsWith("42501");
            assertThat(ann.query(seen)).containsExactly(Platform.ACME.toString());
            assertThat(bob.query(seen)).containsExactly(Platform.BETA.toString());
        }
    }

    @Test
    void ofAPersonWhoGoesOnlyTheReferenceIsEmptied() throws SQLException {
        String withoutUser = "select to_jsonb(a) - 'user_id' from app.audit_logs a";
        try (Platform own = filled();
                Session platformRole = own.loggedInAs(Roles.PLATFORM)) {
            List<String> before = own.database.query(withoutUser);
            assertThat(own.database.query(OF_ABE)).hasSize(1);
            assertThat(platformRole.update("delete from app.users where id = '" + Platform.ABE + "'"))
                    .isOne();
            assertThat(own.database.query(withoutUser)).containsAll(before);
            assertThat(own.database.query(OF_ABE)).isEmpty();
        }
    }

    @Test
    void withTheTenantItsTrailGoes() throws SQLException {
        try (Platform own = filled();
                Session platformRole = own.loggedInAs(Roles.PLATFORM)) {
            assertThat(platformRole.update("delete from app.tenants where id = '" + Platform.ACME + "'"))
                    .isOne();
            assertThat(trail(own)).isNotEmpty().noneMatch(row -> row.contains("\"tenant_id\": \"" + Platform.ACME));
        }
    }

    @Test
    void theTriggersCannotBeSwitchedOffByTheLogins() throws SQLException {
        try (Session ann = platform.ann();
                Session platformRole = platform.loggedInAs(Roles.PLATFORM)) {
            for (Session session : List.of(ann, platformRole)) {
                assertThat(session.refusal("alter table app.audit_logs disable trigger all"))
                        .startsWith("42501");
                assertThat(session.refusal("set session_replication_role = replica"))
                        .startsWith("42501");
            }
        }
    }
}
