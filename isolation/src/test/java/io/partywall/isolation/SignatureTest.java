package io.partywall.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which signatures the database accepts: those that the application made, unchanged and in time. */
class SignatureTest {

    private static final String KPIS = "select name from shop.kpis order by name";
    private static final String FORGED = "the signature does not match";
    private static final String MALFORMED = "the signature is malformed";
    private static final String UNKNOWN = "its signing key is unknown";

    private static Shop shop;
    private static AppLogin login;

    @BeforeAll
    static void open() throws SQLException {
        shop = Shop.open();
        login = new AppLogin(shop.database, Shop.APP);
    }

    @AfterAll
    static void close() throws SQLException {
        login.close();
        shop.close();
    }

    private static String signature() {
        return shop.ann(Access.READ).signature();
    }

    private static void assertRefused(@Nullable String tenant, String signature, String reason) throws SQLException {
        String refusal = login.as(tenant, signature).refusal(KPIS);
        assertThat(refusal).startsWith("42501 ").contains("tenant context refused: " + reason);
        if (signature.length() > 2) {
            assertThat(refusal).doesNotContain(signature);
        }
        Matcher mac = Pattern.compile("[0-9a-fA-F]{32,}").matcher(refusal);
        assertThat(mac.find()).isFalse();
    }

    @Test
    void aSignatureOfTheApplicationIsAccepted() throws SQLException {
        assertThat(login.as(shop.ann(Access.READ)).rows(KPIS)).containsExactly("orders", "revenue");
    }

    @ParameterizedTest
    @CsvSource({
        "0, v2",
        "1, k2",
        "2, 00000000-0000-7000-8000-00000000000b",
        "3, 00000000-0000-7000-8000-0000000000b1",
        "3, service:import",
        "4, write",
        "4, WRITE",
        "5, 99999999999",
        "5, 0",
        "6, eA==",
        "7, 0000000000000000000000000000000000000000000000000000000000000000",
        "7, ''",
    })
    void aChangedPartIsRefused(int part, String value) throws SQLException {
        String[] parts = signature().split("\\.", -1);
        parts[part] = value;
        String reason = part == 0 ? MALFORMED : part == 1 ? UNKNOWN : FORGED;
        assertRefused(parts[2], String.join(".", parts), reason);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void aSignatureThatLacksItsLastPartsIsRefused(int kept) throws SQLException {
        String[] parts = signature().split("\\.", -1);
        assertRefused(Shop.ACME.toString(), String.join(".", List.of(parts).subList(0, kept)), MALFORMED);
    }

    /** A key that is not there yields no mac, and a part that is not there equals it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1.nokey.%s",
                "v1.nokey.%s.service:import",
                "v1.nokey.%s.service:import.write",
                "v1.nokey.%s.service:import.write.99999999999",
                "v1.k1.%s.service:import.write.99999999999",
                "v1..%s.service:import.write.99999999999",
                "v1.nokey.%s.service:import.write.99999999999.",
                "v1.k1.%s.service:import.write.99999999999.",
                "v1.nokey.%s.service:import.write.99999999999..",
                "v1.nokey.%s.service:import.write.99999999999..null",
            })
    void aSignatureOfNoKeyAndNoMacOpensNothing(String text) throws SQLException {
        String refusal =
                login.as(Shop.BETA.toString(), text.formatted(Shop.BETA)).refusal(KPIS);
        assertThat(refusal).startsWith("42501 ").contains("tenant context refused");
    }

    @Test
    void aTruncatedOrLengthenedMacIsRefused() throws SQLException {
        String good = signature();
        assertRefused(Shop.ACME.toString(), good.substring(0, good.length() - 1), FORGED);
        assertRefused(Shop.ACME.toString(), good + "0", FORGED);
        assertRefused(Shop.ACME.toString(), good + ".", MALFORMED);
        assertRefused(Shop.ACME.toString(), good + "." + good.substring(good.length() - 64), MALFORMED);
        assertRefused(Shop.ACME.toString(), "v1." + good, MALFORMED);
    }

    @Test
    void aMacInUpperCaseIsRefused() throws SQLException {
        String good = signature();
        String mac = good.substring(good.length() - 64);
        assertRefused(Shop.ACME.toString(), good.replace(mac, mac.toUpperCase(java.util.Locale.ROOT)), FORGED);
    }

    @Test
    void spaceAroundASignatureIsRefused() throws SQLException {
        assertRefused(Shop.ACME.toString(), " " + signature(), MALFORMED);
        assertRefused(Shop.ACME.toString(), signature() + " ", FORGED);
        assertRefused(Shop.ACME.toString(), signature() + "\n", FORGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", ".", "......", "v1......", "'; drop table shop.kpis; --", "\"", "ü.é.ß.€.😀.1.2.3", "%s.%I"
            })
    void nonsenseIsRefused(String text) throws SQLException {
        String refusal = login.as(Shop.ACME.toString(), text).refusal(KPIS);
        assertThat(refusal).startsWith("42501 ").contains("tenant context refused");
    }

    @Test
    void aHugeSignatureIsRefused() throws SQLException {
        assertRefused(Shop.ACME.toString(), "v1.k1." + "9".repeat(1_000_000) + ".a.write.1..2", FORGED);
    }

    @Test
    void anExpiredContextIsRefusedByTheDatabase() throws SQLException {
        SigningKeys past =
                shop.keys.withClock(java.time.Clock.offset(java.time.Clock.systemUTC(), Duration.ofHours(-1)));
        TenantContext expired = past.issue(Shop.ACME, Actor.user(Shop.ANN), Access.WRITE, Shop.MINUTE);
        assertRefused(Shop.ACME.toString(), expired.signature(), "it has expired");
    }

    @Test
    void aForgedExpiryIsToldAsAForgery() throws SQLException {
        SigningKeys past =
                shop.keys.withClock(java.time.Clock.offset(java.time.Clock.systemUTC(), Duration.ofHours(-1)));
        TenantContext expired = past.issue(Shop.ACME, Actor.user(Shop.ANN), Access.WRITE, Shop.MINUTE);
        String[] parts = expired.signature().split("\\.", -1);
        parts[5] = "99999999999";
        assertRefused(Shop.ACME.toString(), String.join(".", parts), FORGED);
    }

    @Test
    void theTwoSettingsMustNameTheSameTenant() throws SQLException {
        String reason = "app.current_tenant_id is not the tenant that was signed";
        assertRefused(Shop.BETA.toString(), signature(), reason);
        assertRefused(null, signature(), reason);
        assertRefused("", signature(), reason);
    }

    @Test
    void theTenantAloneOpensNothing() throws SQLException {
        assertThat(login.as(Shop.ACME.toString(), null).rows(KPIS)).isEmpty();
        assertThat(login.as(Shop.ACME.toString(), "").rows(KPIS)).isEmpty();
        assertThat(login.changed("insert into shop.kpis (tenant_id, name) values ('" + Shop.ACME + "', 'x')"))
                .isEqualTo(-1);
    }

    @Test
    void noContextIsNoRowsAndNoError() throws SQLException {
        try (AppLogin fresh = new AppLogin(shop.database, Shop.APP)) {
            assertThat(fresh.rows(KPIS)).isEmpty();
            assertThat(fresh.rows("select isolation.verified_tenant()")).containsExactly("null");
            assertThat(fresh.rows("select isolation.writable_tenant()")).containsExactly("null");
            assertThat(fresh.rows("select isolation.verified_actor()")).containsExactly("null");
            assertThat(fresh.rows("select isolation.verified_origin()")).containsExactly("null");
            assertThat(fresh.changed("delete from shop.kpis")).isZero();
        }
    }

    /** A setting that was local to a transaction is not null after it, but empty. */
    @Test
    void theEmptySettingsThatATransactionLeavesAreNoContext() throws SQLException {
        assertThat(login.as(shop.ann(Access.READ)).rows(KPIS)).hasSize(2);
        login.asNobody();
        assertThat(login.rows("select current_setting('app.context_signature', true)"))
                .containsExactly("");
        assertThat(login.rows(KPIS)).isEmpty();
        assertThat(login.rows("select isolation.verified_tenant()")).containsExactly("null");
    }

    @Test
    void theActorIsToldOnlyInAContextThatVerifies() throws SQLException {
        assertThat(login.as(shop.ann(Access.READ)).rows("select isolation.verified_actor()"))
                .containsExactly(Shop.ANN.toString());
        assertThat(login.as(Shop.ACME.toString(), signature().replace(Shop.ANN.toString(), Shop.BOB.toString()))
                        .refusal("select isolation.verified_actor()"))
                .contains(FORGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"request\": \"r-1\"}", "a.b.c", "öß€😀", " ", "%s '"})
    void theOriginIsToldOnlyInAContextThatVerifies(String origin) throws SQLException {
        TenantContext context = shop.keys.issue(Shop.ACME, Actor.user(Shop.ANN), Access.READ, Shop.MINUTE, origin);
        assertThat(context.origin()).isEqualTo(origin);
        String told = "select isolation.verified_origin()";
        assertThat(login.as(context).rows(told)).containsExactly(origin);
        assertThat(login.as(shop.ann(Access.READ)).rows(told)).containsExactly("null");
        String[] parts = context.signature().split("\\.", -1);
        parts[6] = "b3RoZXI=";
        assertThat(login.as(Shop.ACME.toString(), String.join(".", parts)).refusal(told))
                .contains(FORGED);
    }

    /** The shape before there were origins. */
    @Test
    void aSignatureWithoutAPlaceForItsOriginIsRefused() throws SQLException {
        List<String> parts = new ArrayList<>(List.of(signature().split("\\.", -1)));
        parts.remove(6);
        assertRefused(Shop.ACME.toString(), String.join(".", parts), MALFORMED);
    }
}
