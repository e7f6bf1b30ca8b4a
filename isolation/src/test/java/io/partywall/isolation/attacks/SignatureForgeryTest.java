package io.partywall.isolation.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.isolation.Access;
import io.partywall.isolation.Actor;
import io.partywall.isolation.SigningKeys;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Making a signature out of another one: every bit, every length, every spelling. */
class SignatureForgeryTest {

    @RegisterExtension
    static final InjectableShop SHOP = new InjectableShop();

    private static final String REFUSED = "42501 ERROR: tenant context refused: ";
    private static final String FORGED = REFUSED + "the signature does not match";
    private static final int MEGABYTE = 1 << 20;

    private static Session login;

    @BeforeAll
    static void open() throws SQLException {
        login = SHOP.login();
    }

    @AfterAll
    static void close() throws SQLException {
        login.close();
    }

    private static String acmes() {
        return SHOP.ann(Access.WRITE).signature();
    }

    /** How the signature is refused with the tenant set that it names; it is never told back. */
    private static String refusal(String signature) throws SQLException {
        String[] parts = signature.split("\\.", -1);
        String tenant = parts.length > 2 ? parts[2] : InjectableShop.ACME.toString();
        String told = login.enter(tenant, signature).refusal("select name from shop.kpis where name is not null");
        assertThat(told).startsWith("42501 ").doesNotContain(signature).doesNotContainPattern("[0-9a-fA-F]{16,}");
        return told;
    }

    /** As {@link #refusal}; where the tenant that is named is no uuid, wall 2 may be the one that says so. */
    private static void assertRefused(String signature) throws SQLException {
        login.enter(InjectableShop.ACME.toString(), signature);
        assertThat(login.refusal("select name from shop.kpis")).as(signature).startsWith(REFUSED);
        assertThat(login.refusal("update shop.kpis set value = 1"))
                .as(signature)
                .startsWith(REFUSED);
    }

    @Test
    void theWholeSignatureIsAccepted() throws SQLException {
        login.enter(SHOP.ann(Access.WRITE));
        assertThat(login.values("select name from shop.kpis")).hasSize(2);
    }

    @Test
    void aSignatureOfWhichOneBitIsOtherIsRefused() throws SQLException {
        String good = acmes();
        for (int at = 0; at < good.length(); at++) {
            for (int bit = 0; bit < 7; bit++) {
                String other = good.substring(0, at) + (char) (good.charAt(at) ^ 1 << bit) + good.substring(at + 1);
                assertRefused(other);
            }
        }
    }

    @Test
    void aSignatureCutShortIsRefusedAtEveryLength() throws SQLException {
        String good = acmes();
        for (int length = 1; length < good.length(); length++) {
            assertRefused(good.substring(0, length));
            assertRefused(good.substring(length));
        }
        assertThat(login.enter(InjectableShop.ACME.toString(), "").values("select name from shop.kpis"))
                .isEmpty();
    }

    @Test
    void aSignatureOfEnormousLengthIsRefused() throws SQLException {
        String good = acmes();
        for (String huge : List.of(
                "x".repeat(MEGABYTE),
                ".".repeat(MEGABYTE),
                "0".repeat(MEGABYTE) + good,
                good + "0".repeat(MEGABYTE),
                good + ".".repeat(MEGABYTE),
                good.replace(".write.", "." + "write".repeat(MEGABYTE / 5) + "."),
                "v1.k1." + "9".repeat(20 * MEGABYTE) + ".a.write.1..2")) {
            login.enter(InjectableShop.ACME.toString(), huge);
            assertThat(login.refusal("select name from shop.kpis")).startsWith(REFUSED);
        }
    }

    /** Nothing of a signature is read before its mac has been found right, so no number is too odd to be refused. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "99999999999",
                "9223372036854775808",
                "1e308",
                "1e999",
                "infinity",
                "NaN",
                "0x7fffffff",
                "99_999_999_999",
                " 99999999999",
                "99999999999 ",
                "\u0669\u0669\u0669\u0669\u0669\u0669\u0669\u0669\u0669",
                "now",
                "never",
                "",
                "'",
                "1;select",
                "%s"
            })
    void anotherExpiryThanTheSignedOneIsRefused(String expiry) throws SQLException {
        String[] parts = acmes().split("\\.", -1);
        parts[5] = expiry;
        assertThat(refusal(String.join(".", parts))).startsWith(FORGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000-0000-7000-8000-00000000000B",
                "{00000000-0000-7000-8000-00000000000b}",
                "00000000000070008000" + "00000000000b",
                " 00000000-0000-7000-8000-00000000000b",
                "00000000-0000-7000-8000-00000000000b ",
                "00000000-0000-7000-8000-00000000000a%0000000000-0000-7000-8000-00000000000b",
                "%30%30000000-0000-7000-8000-00000000000b",
                "\uff100000000-0000-7000-8000-00000000000b",
                "00000000-0000-7000-8000-00000000000\u0431",
                "00000000\u20100000\u20107000\u20108000\u201000000000000b",
                "00000000-0000-7000-8000-00000000000b\n",
                "00000000-0000-7000-8000-00000000000b\t",
                "",
                "*",
                "null",
            })
    void anotherTenantInAnySpellingIsRefused(String tenant) throws SQLException {
        String[] parts = acmes().split("\\.", -1);
        parts[2] = tenant;
        login.enter(tenant, String.join(".", parts));
        assertThat(login.refusal("select isolation.verified_tenant()")).startsWith(FORGED);
        assertThat(login.refusal("delete from shop.kpis"))
                .matches("(?s)(" + FORGED + "|22P02 ERROR: invalid input syntax for type uuid).*");
    }

    @Test
    void oddPartsAndSeparatorsAreRefused() throws SQLException {
        String good = acmes();
        for (String odd : List.of(
                good.replace('.', '\uff0e'),
                good.replace('.', '\u2024'),
                good.replace('.', '\u3002'),
                good.replace(".", "%2e"),
                good.replace(".", ".."),
                good.replace(".", "\n."),
                good.replace(".write.", ".."),
                good.replace(".write.", ".WRITE."),
                good.replace(".write.", ".write\u200b."),
                good.replace("v1.", "V1."),
                good.replace("k1.", "K1."),
                good.replace("k1.", "."),
                good.replace("k1.", "k1' or '1'='1."),
                good.replace("k1.", "%."),
                "." + good,
                good + ".",
                good + ".write",
                good + "\n",
                "\ufeff" + good,
                good + "." + good,
                good.substring(0, good.length() - 64)
                        + good.substring(good.length() - 64).toUpperCase(java.util.Locale.ROOT),
                good.substring(0, good.length() - 64) + "0x" + good.substring(good.length() - 64),
                good.substring(0, good.length() - 64) + "\\x" + good.substring(good.length() - 64),
                good.substring(0, good.length() - 65) + "." + "0".repeat(64),
                good.substring(0, good.length() - 65) + ".null")) {
            assertRefused(odd);
        }
    }

    /** PostgreSQL has no text with a NUL in it, so none reaches the comparison. */
    @ParameterizedTest
    @ValueSource(
            strings = {"E'v1\\000'", "U&'v1\\0000'", "'v1' || chr(0)", "convert_from('\\x00', 'UTF8')", "E'\\xff\\xfe'"
            })
    void aTextThatIsNoneIsNotASignature(String text) throws SQLException {
        assertThat(SHOP.refusal("select set_config('app.context_signature', " + text + ", true)"))
                .matches("(?s)(22021|54000|42601|22P05) .*");
    }

    @Test
    void aSignatureOfAnotherTenantOrTimeIsRefused() throws SQLException {
        SigningKeys anHourAgo = SHOP.keys.withClock(Clock.offset(Clock.systemUTC(), Duration.ofHours(-1)));
        String expired = anHourAgo
                .issue(InjectableShop.BETA, Actor.user(InjectableShop.BOB), Access.WRITE, InjectableShop.MINUTE)
                .signature();
        assertThat(refusal(expired)).startsWith(REFUSED + "it has expired");
        assertThat(SHOP.refusal("select set_config('app.context_signature', '" + expired
                        + "', true), set_config('app.current_tenant_id', '" + InjectableShop.BETA
                        + "', true); select name from shop.kpis"))
                .startsWith(REFUSED + "it has expired");
        String ofBeta = SHOP.bob(Access.READ).signature();
        assertThat(SHOP.refusal("select set_config('app.context_signature', '" + ofBeta
                        + "', true); select name from shop.kpis"))
                .startsWith(REFUSED + "app.current_tenant_id is not the tenant that was signed");
    }

    @Test
    void aSignatureOfAnotherKeyOfTheSameNameIsRefused() throws SQLException {
        SigningKeys own = SigningKeys.parse(SigningKeys.generate("k1"));
        SigningKeys unknown = SigningKeys.parse(SigningKeys.generate("k2"));
        Actor bob = Actor.user(InjectableShop.BOB);
        assertThat(refusal(own.issue(InjectableShop.BETA, bob, Access.WRITE, InjectableShop.MINUTE)
                        .signature()))
                .startsWith(FORGED);
        assertThat(refusal(unknown.issue(InjectableShop.BETA, bob, Access.WRITE, InjectableShop.MINUTE)
                        .signature()))
                .startsWith(REFUSED + "its signing key is unknown");
    }
}
