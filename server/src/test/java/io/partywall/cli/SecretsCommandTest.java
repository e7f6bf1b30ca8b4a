package io.partywall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.secrets.MasterKeys;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code secrets}: keys rotate, and their bearers are told what is missing. */
class SecretsCommandTest {

    @Test
    void keysRotateAndAreWrappedAnew(@TempDir Path directory) throws Exception {
        try (Workplace workplace = new Workplace(directory)) {
            workplace.tenant("acme");
            workplace.tenant("beta");
            String first = MasterKeys.generate("m1");
            String second = MasterKeys.generate("m2");
            Command partywall = workplace.partywall.with("PARTYWALL_MASTER_KEYS", first);

            assertThat(partywall
                            .run("secrets", "rotate", "--tenant", "acme")
                            .succeeded()
                            .out())
                    .startsWith("rotated; './partywall jobs work' does the rest");
            assertThat(workplace.database.query("select type from app.jobs")).containsExactly("reencrypt-secrets");
            List<String> before = keysets(workplace);

            workplace
                    .partywall
                    .with("PARTYWALL_MASTER_KEYS", second)
                    .run("secrets", "rewrap")
                    .refusedAtOnce("the master key 'm1' is not among those given");
            assertThat(keysets(workplace)).isEqualTo(before);
            Command both = workplace.partywall.with("PARTYWALL_MASTER_KEYS", second + "," + first);
            assertThat(both.run("secrets", "rewrap").succeeded().out())
                    .isEqualTo("the keys of 1 tenants were wrapped anew\n");
            assertThat(keysets(workplace)).isNotEqualTo(before);
            assertThat(both.run("secrets", "rewrap").succeeded().out()).startsWith("the keys of 0 tenants");

            partywall
                    .run("secrets", "rotate", "--tenant", "acme")
                    .refusedAtOnce("the master key 'm2' is not among those given");
            partywall.run("secrets", "rotate", "--tenant", "nobody").refusedAtOnce("there is no tenant 'nobody'");
            workplace
                    .partywall
                    .with("PARTYWALL_MASTER_KEYS", "m1:AAAA")
                    .run("secrets", "rewrap")
                    .refusedAtOnce("the master keys cannot be used: master key m1 has 3 bytes and not 32");
            partywall.run("secrets").refusedAtOnce("no command given");
        }
    }

    private static List<String> keysets(Workplace workplace) {
        return workplace.database.query("select encode(encryption_keyset, 'hex') from app.tenants order by slug");
    }
}
