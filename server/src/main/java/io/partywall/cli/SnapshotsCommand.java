package io.partywall.cli;

import io.partywall.isolation.Access;
import io.partywall.isolation.TenantContext;
import io.partywall.isolation.TenantScope;
import io.partywall.snapshots.Snapshot;
import io.partywall.snapshots.Snapshots;
import io.partywall.tenants.Tenant;
import java.time.LocalDate;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "snapshots", description = "Print a tenant's daily figures.", mixinStandardHelpOptions = true)
final class SnapshotsCommand implements Runnable {

    @Option(names = "--tenant", required = true, paramLabel = "SLUG", description = "The tenant")
    private String slug = "";

    @Option(names = "--from", required = true, paramLabel = "DAY", description = "The first day, such as 2010-12-01")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private LocalDate from;

    @Option(names = "--to", required = true, paramLabel = "DAY", description = "The last day")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private LocalDate to;

    @Option(
            names = "--output",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Output output = Output.TABLE;

    @Override
    public void run() {
        try (Platform platform = Platform.open("snapshots")) {
            Tenant tenant = platform.tenants().get(slug);
            TenantContext context = platform.contexts().service(tenant.id(), "snapshots", Access.READ);
            System.out.print(table(tenant, platform.tenancy().inTenant(context, this::list))
                    .print(output));
        }
    }

    private List<Snapshot> list(TenantScope scope) {
        try {
            return Snapshots.list(scope, from, to);
        } catch (IllegalArgumentException misused) {
            throw new UserError(String.valueOf(misused.getMessage()));
        }
    }

    private static Table table(Tenant tenant, List<Snapshot> snapshots) {
        Table table = new Table("date", "sessions", "users", "conversions", "revenue", "currency", "sourceBreakdown");
        for (Snapshot day : snapshots) {
            table.row(
                    day.date(),
                    day.sessions(),
                    day.users(),
                    day.conversions(),
                    day.revenue(),
                    tenant.currency().getCurrencyCode(),
                    day.sourceBreakdown());
        }
        return table;
    }
}
