package io.partywall.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tenant always has an active owner, from its first one on. */
@Timeout(60)
class OwnerRuleTest {

    private static final String WITHOUT_AN_OWNER =
            "23514 ERROR: tenant " + Platform.ACME + " would be left without an owner";
    private static final String ANN_LEAVES = "delete from app.tenant_members where user_id = '" + Platform.ANN + "'";
    private static final String ABE_LEAVES = "delete from app.tenant_members where user_id = '" + Platform.ABE + "'";
    private static final String ABE_BECOMES_OWNER =
            "update app.tenant_members set role = 'OWNER' where user_id = '" + Platform.ABE + "'";

    private Platform platform;

    @BeforeEach
    void open() throws SQLException {
        platform = Platform.open();
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private Session platformRole() throws SQLException {
        return platform.loggedInAs(Roles.PLATFORM);
    }

    private long owners() {
        return platform.database
                .query("select id from app.tenant_members where role = 'OWNER' and status = 'ACTIVE' and tenant_id = '"
                        + Platform.ACME + "'")
                .size();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from app.tenant_members where role = 'OWNER'",
                "update app.tenant_members set role = 'ADMIN' where role = 'OWNER'",
                "update app.tenant_members set status = 'SUSPENDED' where role = 'OWNER'",
            })
    void theLastOwnerStaysWhoeverAsks(String statement) throws SQLException {
        String inAcme = statement + " and tenant_id = '" + Platform.ACME + "'";
        try (Session ann = platform.ann();
                Session platformRole = platformRole();
                Session superuser = platform.superuser()) {
            assertThat(ann.refusal(inAcme)).startsWith(WITHOUT_AN_OWNER);
            assertThat(platformRole.refusal(inAcme)).startsWith(WITHOUT_AN_OWNER);
            assertThat(superuser.refusal(inAcme)).startsWith(WITHOUT_AN_OWNER);
        }
        assertThat(owners()).isOne();
    }

    @Test
    void theLastOwnersAccountStays() throws SQLException {
        try (Session platformRole = platformRole()) {
            assertThat(platformRole.refusal("delete from app.users where id = '" + Platform.ANN + "'"))
                    .startsWith(WITHOUT_AN_OWNER);
        }
    }

    @Test
    void aSuspendedOwnerDoesNotCount() throws SQLException {
        try (Session platformRole = platformRole()) {
            platformRole.update(ABE_BECOMES_OWNER);
            platformRole.update(
                    "update app.tenant_members set status = 'SUSPENDED' where user_id = '" + Platform.ABE + "'");
            assertThat(platformRole.refusal(ANN_LEAVES)).startsWith(WITHOUT_AN_OWNER);
        }
    }

    @Test
    void oneOfTwoOwnersMayLeave() throws SQLException {
        try (Session platformRole = platformRole()) {
            platformRole.update(ABE_BECOMES_OWNER);
            assertThat(platformRole.update(ANN_LEAVES)).isOne();
            assertThat(platformRole.refusal(ABE_LEAVES)).startsWith(WITHOUT_AN_OWNER);
        }
    }

    @Test
    void ownershipIsHandedOverInsideOneTransactionInEitherOrder() throws SQLException {
        try (Session platformRole = platformRole()) {
            platformRole.begin();
            platformRole.update("update app.tenant_members set role = 'MEMBER' where user_id = '" + Platform.ANN + "'");
            platformRole.update(ABE_BECOMES_OWNER);
            platformRole.commit();
        }
        assertThat(owners()).isOne();
    }

    @Test
    void twoOwnersWhoLeaveAtTheSameTimeDoNotBothLeave() throws Exception {
        try (Session one = platformRole();
                Session two = platformRole()) {
            one.update(ABE_BECOMES_OWNER);
            one.begin();
            two.begin();
            one.update(ANN_LEAVES);
            two.update(ABE_LEAVES);
            one.update("set constraints all immediate");
            Future<String> second = platform.waiting(two, () -> two.refusal("set constraints all immediate"));
            one.commit();
            assertThat(second.get()).startsWith(WITHOUT_AN_OWNER);
        }
        assertThat(owners()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"repeatable read", "serializable"})
    void anOldSnapshotHidesNobodyWhoLeft(String level) throws SQLException {
        try (Session one = platformRole();
                Session two = platformRole()) {
            one.update(ABE_BECOMES_OWNER);
            two.update("set default_transaction_isolation = '" + level + "'");
            two.begin();
            two.update(ABE_LEAVES);
            one.update(ANN_LEAVES);
            assertThatThrownBy(two::commit).isInstanceOf(SQLException.class);
        }
        assertThat(owners()).isOne();
    }

    @Test
    void aTenantMayBeginWithoutMembers() throws SQLException {
        try (Session platformRole = platformRole()) {
            assertThat(platformRole.update(
                            "insert into app.tenants (id, name, slug) values (gen_random_uuid(), 'New', 'new')"))
                    .isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
    void aTenantGoesWithItsOwners(String level) throws SQLException {
        try (Session platformRole = platformRole()) {
            platformRole.update("set default_transaction_isolation = '" + level + "'");
            assertThat(platformRole.update("delete from app.tenants where id = '" + Platform.ACME + "'"))
                    .isOne();
        }
        assertThat(owners()).isZero();
    }

    @Test
    void ofAnotherTenantTheOwnersDoNotCount() throws SQLException {
        try (Session platformRole = platformRole()) {
            platformRole.update("""
                insert into app.tenant_members (tenant_id, id, user_id, role) values ('%s', gen_random_uuid(), '%s', 'OWNER')\
                """.formatted(Platform.BETA, Platform.ANN));
            assertThat(platformRole.refusal("delete from app.tenant_members where tenant_id = '%s' and user_id = '%s'"
                            .formatted(Platform.ACME, Platform.ANN)))
                    .startsWith(WITHOUT_AN_OWNER);
        }
    }
}
