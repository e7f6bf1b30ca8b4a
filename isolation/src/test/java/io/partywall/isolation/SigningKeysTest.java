package io.partywall.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys: how they are written, how they sign, how they are exchanged. */
class SigningKeysTest {

    private static final String SECRET = Base64.getEncoder().encodeToString(new byte[32]);

    /** RFC 4231, test cases 1, 2 and 3: HMAC fills a key up with zeros, so that the short ones are keys of 32 bytes too. */
    @ParameterizedTest
    @CsvSource({
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265,"
                + " b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        "4a656665, 7768617420646f2079612077616e7420666f72206e6f7468696e673f,"
                + " 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,"
            + " 'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',"
            + " 773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
    })
    void javaAndTheDatabaseComputeTheHmacOfTheStandard(String key, String data, String mac) throws SQLException {
        byte[] secret = Arrays.copyOf(HexFormat.of().parseHex(key), 32);
        SigningKey signing = SigningKey.of("k", Base64.getEncoder().encodeToString(secret));
        byte[] message = HexFormat.of().parseHex(data);
        try (Shop shop = Shop.open();
                Connection connection = shop.database.admin();
                PreparedStatement statement =
                        connection.prepareStatement("select encode(sha256(? || sha256(? || ?)), 'hex')")) {
            statement.setBytes(1, signing.outerBlock());
            statement.setBytes(2, signing.innerBlock());
            statement.setBytes(3, message);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                assertThat(rows.getString(1)).isEqualTo(mac);
            }
        }
        if (message[0] > 0) {
            assertThat(signing.mac(new String(message, java.nio.charset.StandardCharsets.UTF_8)))
                    .isEqualTo(mac);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | no colon",
                "k1 | no colon",
                "k1:SECRET, | no colon",
                "K1:SECRET | lower-case letters and digits",
                ":SECRET | lower-case letters and digits",
                "k.1:SECRET | lower-case letters and digits",
                "k1234567890123456:SECRET | lower-case letters and digits",
                "k1:!!! | not base64",
                "k1:AAAA | has 3 bytes; 32 to 64 are needed",
                "k1:SECRET,k1:SECRET | given twice",
            })
    void keysThatCannotBeReadAreRefusedWithTheReason(String text, String reason) {
        String written = text.replace("SECRET", SECRET);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKeys.parse(written))
                .withMessageContaining(reason)
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain(SECRET, "!!!", "AAAA"));
    }

    @Test
    void aSecretThatIsTooLongIsRefused() {
        String secret = Base64.getEncoder().encodeToString(new byte[65]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKeys.parse("k1:" + secret))
                .withMessageContaining("has 65 bytes");
    }

    @Test
    void spaceAroundKeysIsNoPartOfThem() {
        assertThat(SigningKeys.parse("  a:" + SECRET + " , b:" + SECRET + "\n")).hasToString("signing keys [a, b]");
    }

    @Test
    void keysNeverTellTheirSecrets() {
        String written = SigningKeys.generate("k1");
        SigningKeys keys = SigningKeys.parse(written);
        String secret = written.substring(3);
        TenantContext context = keys.issue(Shop.ACME, Actor.service("test"), Access.READ, Shop.MINUTE);
        assertThat(keys.toString()).doesNotContain(secret);
        assertThat(context.toString())
                .doesNotContain(secret, context.signature().substring(100));
        assertThat(SigningKeys.generate("k1")).isNotEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.5S", "PT-1M", "PT24H0.001S"})
    void aLifetimeOutsideOfItsBoundsIsRefused(String lifetime) {
        SigningKeys keys = SigningKeys.parse(SigningKeys.generate("k1"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys.issue(Shop.ACME, Actor.service("test"), Access.READ, Duration.parse(lifetime)))
                .withMessageContaining("a context lives from 1 second to 24 hours");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Import", "a.b", "a b", "service:x", "-a", "1a", "a'b"})
    void aServiceWhoseNameWouldChangeTheSignedTextIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Actor.service(name));
    }

    @Test
    void keysRotateWhileContextsOfBothAreInUse() throws SQLException {
        String first = SigningKeys.generate("a");
        String second = SigningKeys.generate("b");
        SigningKeys old = SigningKeys.parse(first);
        SigningKeys both = SigningKeys.parse(first + "," + second);
        SigningKeys turned = SigningKeys.parse(second + "," + first);
        SigningKeys fresh = SigningKeys.parse(second);
        try (Shop shop = Shop.open();
                Connection owner = shop.database.as(Shop.OWNER);
                AppLogin login = new AppLogin(shop.database, Shop.APP)) {
            IsolationInstaller.trust(owner, old);
            TenantContext ofOld = ann(old);
            TenantContext ofNew = ann(turned);
            assertThat(login.as(ofNew).refusal("select isolation.verified_tenant()"))
                    .contains("its signing key is unknown");

            IsolationInstaller.trust(owner, both);
            assertThat(ann(both).signature()).startsWith("v1.a.");
            assertThat(ofNew.signature()).startsWith("v1.b.");
            assertSees(login, ofOld, ofNew, ann(both));

            IsolationInstaller.trust(owner, fresh);
            assertSees(login, ofNew, ann(fresh));
            assertThat(login.as(ofOld).refusal("select isolation.verified_tenant()"))
                    .contains("its signing key is unknown");
        }
    }

    private static TenantContext ann(SigningKeys keys) {
        return keys.issue(Shop.ACME, Actor.user(Shop.ANN), Access.READ, Shop.MINUTE);
    }

    private static void assertSees(AppLogin login, TenantContext... contexts) throws SQLException {
        for (TenantContext context : contexts) {
            assertThat(login.as(context).rows("select name from shop.kpis")).hasSize(2);
        }
    }

    @Test
    void aRemovedKeyIsRefusedFromTheNextStatementOn() throws SQLException {
        try (Shop shop = Shop.open();
                Connection owner = shop.database.as(Shop.OWNER);
                AppLogin login = new AppLogin(shop.database, Shop.APP)) {
            login.as(shop.ann(Access.READ));
            assertThat(login.rows("select name from shop.kpis")).hasSize(2);
            IsolationInstaller.trust(owner, SigningKeys.parse(SigningKeys.generate("other")));
            assertThat(login.refusal("select name from shop.kpis")).contains("its signing key is unknown");
        }
    }

    @Test
    void anotherSecretUnderTheSameIdIsRefused() throws SQLException {
        try (Shop shop = Shop.open();
                AppLogin login = new AppLogin(shop.database, Shop.APP)) {
            SigningKeys foreign = SigningKeys.parse(SigningKeys.generate("k1"));
            assertThat(login.as(ann(foreign)).refusal("select name from shop.kpis"))
                    .contains("the signature does not match");
        }
    }

    @Test
    void anOriginThatIsTooLongOrHoldsANulIsRefused() {
        SigningKeys keys = SigningKeys.parse("k1:" + SECRET);
        for (String origin : new String[] {"x".repeat(SigningKeys.LONGEST_ORIGIN + 1), "a\0b"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> keys.issue(Shop.ACME, Actor.service("s"), Access.READ, Duration.ofMinutes(1), origin))
                    .withMessageContaining("an origin has at most 1000 characters, none of them NUL");
        }
    }
}
