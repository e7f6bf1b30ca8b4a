package io.partywall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tenant create}: what it makes, and what it refuses in one line. */
class TenantCommandTest {

    @Test
    void aTenantIsMadeAsItWasNamedAndOnlyOnce(@TempDir Path directory) throws Exception {
        try (Workplace workplace = new Workplace(directory)) {
            Command partywall = workplace.partywall;

            assertThat(partywall
                            .run(create("acme", "Acme Ltd", "Europe/London", "GBP"))
                            .succeeded()
                            .out())
                    .startsWith("created tenant acme (");
            assertThat(workplace.database.query(
                            "select concat_ws('|', slug, name, time_zone, currency, status) from app.tenants"))
                    .containsExactly("acme|Acme Ltd|Europe/London|GBP|ACTIVE");
            List<String> before = workplace.everything();

            partywall.run(create("acme", "Another", "UTC", "EUR")).refusedAtOnce("there is a tenant 'acme' already");
            partywall.run(create("Acme!", "Acme", "UTC", "GBP")).refusedAtOnce("a slug has", "unlike 'Acme!'");
            partywall.run(create("blank", " ", "UTC", "GBP")).refusedAtOnce("a tenant needs a name");
            partywall
                    .run(create("mars", "Mars", "Mars/Olympus", "GBP"))
                    .refusedAtOnce("'Mars/Olympus' is no time zone");
            partywall.run(create("gold", "Gold", "UTC", "GOLD")).refusedAtOnce("'GOLD' is no currency");
            partywall.run("tenant", "create", "--slug", "half").refusedAtOnce("--name");
            partywall.run("tenant").refusedAtOnce("no command given");

            assertThat(workplace.everything()).isEqualTo(before);
        }
    }

    private static String[] create(String slug, String name, String timeZone, String currency) {
        return new String[] {
            "tenant", "create", "--slug", slug, "--name", name, "--time-zone", timeZone, "--currency", currency
        };
    }
}
