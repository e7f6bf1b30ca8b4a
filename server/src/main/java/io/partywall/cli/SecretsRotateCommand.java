package io.partywall.cli;

import io.partywall.database.Role;
import io.partywall.isolation.Access;
import io.partywall.isolation.TenantContext;
import io.partywall.jobs.JobId;
import io.partywall.jobs.Jobs;
import io.partywall.secrets.ReencryptSecrets;
import io.partywall.tenants.Tenant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "rotate",
        description = "Give a tenant a new key, and add the job that encrypts with it what the old one has encrypted.",
        mixinStandardHelpOptions = true)
final class SecretsRotateCommand implements Runnable {

    @Option(names = "--tenant", required = true, paramLabel = "SLUG", description = "The tenant")
    private String slug = "";

    @Override
    public void run() {
        try (Platform platform = Platform.open("secrets rotate")) {
            Tenant tenant = platform.tenants().get(slug);
            platform.secrets().rotate(tenant.id());
            TenantContext context = platform.contexts().service(tenant.id(), "secrets", Access.WRITE);
            Jobs jobs = new Jobs(platform.database().dataSource(Role.PLATFORM));
            JobId job = platform.tenancy()
                    .inTenant(context, scope -> jobs.enqueue(scope, ReencryptSecrets.TYPE, new ReencryptSecrets.All()));
            System.out.println(
                    "rotated; './partywall jobs work' does the rest, see './partywall jobs show " + job + "'");
        }
    }
}
