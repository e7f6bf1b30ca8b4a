package io.partywall.cli;

import io.partywall.isolation.Access;
import io.partywall.isolation.TenantContext;
import io.partywall.tenants.Tenant;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "context",
        description = {
            "Print the SQL that enters a tenant's signed context for some minutes, for a person at psql:",
            "  ./partywall context --tenant acme >enter.sql; psql \"$(./partywall database url)\" and there: \\i"
                    + " enter.sql",
            "The context holds for the session, until it expires; not through a pooler, whose sessions are shared."
        },
        mixinStandardHelpOptions = true)
final class ContextCommand implements Runnable {

    @Option(names = "--tenant", required = true, paramLabel = "SLUG", description = "The tenant")
    private String slug = "";

    @Option(
            names = "--user",
            paramLabel = "EMAIL",
            description = "The member to act as; without it, a service named operator")
    private @Nullable String user;

    @Option(
            names = "--access",
            defaultValue = "read",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Access access = Access.READ;

    @Option(names = "--minutes", defaultValue = "15", description = "How long it is valid (default: ${DEFAULT-VALUE})")
    private int minutes = 15;

    @Override
    public void run() {
        if (minutes < 1 || minutes > 24 * 60) {
            throw new UserError("a context is valid for 1 minute to 24 hours, not " + minutes + " minutes");
        }
        try (Platform platform = Platform.open("context")) {
            Tenant tenant = platform.tenants().get(slug);
            Duration lifetime = Duration.ofMinutes(minutes);
            TenantContext context = user == null
                    ? platform.contexts().operator(tenant.id(), access, lifetime)
                    : platform.contexts().user(tenant.id(), platform.tenants().member(tenant, user), access, lifetime);
            System.out.println("-- " + access.name().toLowerCase(Locale.ROOT) + " access to " + tenant.slug()
                    + " until " + context.expiresAt());
            System.out.println("select set_config('app.current_tenant_id', '" + context.tenant()
                    + "', false), set_config('app.context_signature', '" + context.signature() + "', false);");
        }
    }
}
