package io.partywall.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partywall.MigratedDatabase;
import io.partywall.isolation.TenantId;
import io.partywall.schema.Roles;
import io.partywall.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A secret opens in its place and nowhere else, and a stolen dump opens none. */
class SecretsTest {

    private static final String TOKEN = "shpat_0123456789abcdef";
    private static final UUID ROW = UUID.fromString("00000000-0000-7000-8000-000000000001");

    private final TestDatabase database = MigratedDatabase.copy();
    private final String first = MasterKeys.generate("m1");
    private DataSource platform;
    private Secrets secrets;
    private TenantId acme;
    private TenantId beta;

    @BeforeEach
    void open() {
        platform = database.pool(Roles.PLATFORM, 8);
        secrets = secrets(first);
        acme = MigratedDatabase.tenant(database, "acme");
        beta = MigratedDatabase.tenant(database, "beta");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Secrets secrets(String masterKeys) {
        return new Secrets(platform, MasterKeys.parse(masterKeys));
    }

    private static SecretPlace in(TenantId tenant) {
        return new SecretPlace(tenant, "connectors", "credentials", ROW);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] encrypted() {
        return secrets.encrypt(in(acme), bytes(TOKEN));
    }

    private void assertOpens(Secrets by, byte[] ciphertext) {
        assertThat(by.decrypt(in(acme), ciphertext)).isEqualTo(bytes(TOKEN));
    }

    @Test
    void whatIsEncryptedOpensInItsPlaceByWhoeverHasTheMasterKey() {
        byte[] ciphertext = encrypted();
        assertOpens(secrets, ciphertext);
        assertOpens(secrets(first), ciphertext);
        assertThat(encrypted()).isNotEqualTo(ciphertext);
        assertThat(secrets.decrypt(in(acme), secrets.encrypt(in(acme), new byte[0])))
                .isEmpty();
    }

    @Test
    void aCiphertextOpensInNoOtherPlace() {
        byte[] ciphertext = encrypted();
        for (SecretPlace other : List.of(
                new SecretPlace(acme, "connectors", "credentials", UUID.randomUUID()),
                new SecretPlace(acme, "connectors", "config", ROW),
                new SecretPlace(acme, "api_keys", "credentials", ROW),
                new SecretPlace(beta, "connectors", "credentials", ROW))) {
            assertThatThrownBy(() -> secrets.decrypt(other, ciphertext))
                    .isInstanceOf(SecretUnreadable.class)
                    .hasMessageContaining("the secret in " + other)
                    .hasMessageNotContaining(TOKEN);
        }
    }

    /** Two tenants have different keys, so that one whose keys were put into another's row gains nothing. */
    @Test
    void aKeysetOpensInNoOtherTenantsRow() {
        byte[] ciphertext = encrypted();
        byte[] unused = secrets.encrypt(in(beta), bytes("x"));
        assertThat(unused).isNotEmpty();
        database.execute(
                "update app.tenants set encryption_keyset = (select t.encryption_keyset from app.tenants t where"
                        + " t.slug = 'acme') where slug = 'beta'");
        assertThatThrownBy(() -> secrets(first).decrypt(in(beta), ciphertext))
                .isInstanceOf(SecretUnreadable.class)
                .hasMessageContaining("the keys of tenant " + beta + " cannot be opened");
    }

    @Test
    void aCiphertextOfWhichAnyByteWasChangedDoesNotOpen() {
        byte[] ciphertext = encrypted();
        for (int i = 0; i < ciphertext.length; i++) {
            byte[] changed = ciphertext.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> secrets.decrypt(in(acme), changed)).isInstanceOf(SecretUnreadable.class);
        }
        assertThatThrownBy(() -> secrets.decrypt(in(acme), new byte[0])).isInstanceOf(SecretUnreadable.class);
    }

    @Test
    void aDumpOfTheDatabaseHoldsNeitherTheSecretNorAnythingThatOpensIt() {
        database.execute(
                "insert into app.connectors (tenant_id, id, name, provider, credentials) values ('%s', '%s', 'orders',"
                                .formatted(acme, ROW)
                        + " 'csv', '\\x" + HexFormat.of().formatHex(encrypted()) + "')");
        String master = first.substring(first.indexOf(':') + 1);
        String dump = String.join("\n", database.query(database.query("""
            select string_agg(format('select coalesce(string_agg(t::text, chr(10)), '''') from %s t', c.oid::regclass), ' union all ')
            from pg_class c where c.relkind = 'r' and c.relnamespace in ('app'::regnamespace, 'isolation'::regnamespace)\
            """).getFirst()));
        assertThat(dump)
                .contains("orders")
                .doesNotContain(TOKEN)
                .doesNotContain(HexFormat.of().formatHex(bytes(TOKEN)))
                .doesNotContain(Base64.getEncoder().encodeToString(bytes(TOKEN)))
                .doesNotContain(master)
                .doesNotContain(HexFormat.of().formatHex(Base64.getDecoder().decode(master)));
        assertThatThrownBy(() -> secrets(MasterKeys.generate("m1")).decrypt(in(acme), encrypted()))
                .isInstanceOf(SecretUnreadable.class)
                .hasMessageContaining("was not wrapped with the master key 'm1'");
        assertThatThrownBy(() -> secrets(MasterKeys.generate("m9")).decrypt(in(acme), encrypted()))
                .isInstanceOf(SecretUnreadable.class)
                .hasMessageContaining("the master key 'm1' is not among those given");
    }

    @Test
    void aTenantsKeyRotatesWhileItIsInUse() {
        Secrets another = secrets(first);
        byte[] before = encrypted();
        assertOpens(another, before);
        secrets.rotate(acme);
        byte[] after = encrypted();
        assertThat(secrets.isOutdated(acme, before)).isTrue();
        assertThat(secrets.isOutdated(acme, after)).isFalse();
        assertOpens(secrets, before);
        // It still remembers the keys as they were.
        assertOpens(another, after);
        assertOpens(another, before);
    }

    @Test
    void theMasterKeyRotatesWhileItIsInUse() {
        byte[] before = encrypted();
        byte[] betas = secrets.encrypt(in(beta), bytes("b"));
        String second = MasterKeys.generate("m2");
        Secrets both = secrets(second + "," + first);
        assertOpens(both, before);
        assertThat(both.rewrapAll()).isEqualTo(2);
        assertThat(both.rewrapAll()).isZero();
        Secrets later = secrets(second);
        assertOpens(later, before);
        assertThat(later.decrypt(in(beta), betas)).isEqualTo(bytes("b"));
        assertThatThrownBy(() -> secrets(first).decrypt(in(acme), before))
                .hasMessageContaining("the master key 'm2' is not among those given");
    }

    @Test
    void withItsKeysATenantsSecretsAreGone() {
        byte[] ciphertext = encrypted();
        database.execute("update app.tenants set encryption_keyset = null where slug = 'acme'");
        assertThatThrownBy(() -> secrets(first).decrypt(in(acme), ciphertext)).isInstanceOf(SecretUnreadable.class);
        TenantId nobody = new TenantId(UUID.randomUUID());
        assertThatThrownBy(() -> secrets.encrypt(in(nobody), bytes("x")))
                .isInstanceOf(SecretUnreadable.class)
                .hasMessageContaining("there is no tenant " + nobody);
    }

    @Test
    void whoeverMakesTheKeysFirstAllUseTheSame() throws Exception {
        List<Callable<byte[]>> first =
                java.util.Collections.nCopies(8, () -> secrets(this.first).encrypt(in(acme), bytes(TOKEN)));
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (var ciphertext : threads.invokeAll(first)) {
                assertOpens(secrets, ciphertext.get());
            }
        }
    }

    /** The trail says that keys changed, and not to what. */
    @Test
    void theAuditTrailTellsOfKeysAndNotWhatTheyAre() {
        byte[] unused = encrypted();
        assertThat(unused).isNotEmpty();
        secrets.rotate(acme);
        assertThat(database.query(
                        "select changes::text from app.audit_logs where resource = 'tenants' and action = 'update'"))
                .containsExactly(
                        "{\"after\": {\"encryption_keyset\": \"[redacted]\"}, \"before\": {\"encryption_keyset\":"
                                + " null}}",
                        "{\"after\": {\"encryption_keyset\": \"[redacted]\"}, \"before\": {\"encryption_keyset\":"
                                + " \"[redacted]\"}}");
    }

    @ParameterizedTest
    @CsvSource({
        "'', entry 1 is not",
        "m1, entry 1 is not",
        "M1:AAAA, entry 1 is not",
        "m1:%, master key m1 is not base64",
        "m1:AAAA, master key m1 has 3 bytes and not 32",
    })
    void masterKeysThatCannotBeReadAreRefused(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MasterKeys.parse(text))
                .withMessageContaining(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MasterKeys.parse(first + "," + first))
                .withMessageContaining("master key m1 is given twice");
    }
}
