package io.partywall.cli;

import io.partywall.tenants.Tenant;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Currency;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "create", description = "Make a tenant.", mixinStandardHelpOptions = true)
final class TenantCreateCommand implements Runnable {

    @Option(names = "--slug", required = true, description = "Its short name in commands and addresses, such as acme")
    private String slug = "";

    @Option(names = "--name", required = true, description = "Its full name")
    private String name = "";

    @Option(
            names = "--time-zone",
            defaultValue = "UTC",
            description = "Where its days begin and end, such as Europe/London (default: ${DEFAULT-VALUE})")
    private String timeZone = "UTC";

    @Option(
            names = "--currency",
            defaultValue = "USD",
            description = "What its money is counted in, such as GBP (default: ${DEFAULT-VALUE})")
    private String currency = "USD";

    @Override
    public void run() {
        ZoneId zone = zone(timeZone);
        Currency money = currency(currency);
        try (Platform platform = Platform.open("tenant create")) {
            Tenant tenant = platform.tenants().create(slug, name, zone, money);
            System.out.println("created tenant " + tenant.slug() + " (" + tenant.id() + ")");
        }
    }

    private static ZoneId zone(String text) {
        try {
            if (!ZoneId.getAvailableZoneIds().contains(text)) {
                throw new DateTimeException(text);
            }
            return ZoneId.of(text);
        } catch (DateTimeException unknown) {
            throw new UserError("'" + text + "' is no time zone: name one such as Europe/London");
        }
    }

    private static Currency currency(String text) {
        try {
            return Currency.getInstance(text);
        } catch (IllegalArgumentException unknown) {
            throw new UserError("'" + text + "' is no currency: name one by its three letters, such as GBP");
        }
    }
}
