package io.partywall.cli;

import io.partywall.isolation.Access;
import io.partywall.isolation.TenantContext;
import io.partywall.tenants.Tenant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "seal",
        description = "Seal what is not sealed yet, now; a job of every tenant does it every five minutes.",
        mixinStandardHelpOptions = true)
final class AuditSealCommand implements Runnable {

    @Option(names = "--tenant", required = true, paramLabel = "SLUG", description = "The tenant")
    private String slug = "";

    @Override
    public void run() {
        try (Platform platform = Platform.open("audit seal")) {
            Tenant tenant = platform.tenants().get(slug);
            TenantContext context = platform.contexts().service(tenant.id(), "audit", Access.READ);
            long rows = platform.tenancy().inTenant(context, platform.sealTrail()::seal);
            System.out.printf("%,d rows sealed%n", rows);
        }
    }
}
