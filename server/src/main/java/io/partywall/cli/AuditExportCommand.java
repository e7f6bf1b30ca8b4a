package io.partywall.cli;

import io.partywall.audit.AuditTrail;
import io.partywall.isolation.Access;
import io.partywall.isolation.TenantContext;
import io.partywall.tenants.Tenant;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        description = "Write a tenant's audit trail with its seals: JSON, one object a line.",
        mixinStandardHelpOptions = true)
final class AuditExportCommand implements Runnable {

    @Option(names = "--tenant", required = true, paramLabel = "SLUG", description = "The tenant")
    private String slug = "";

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Where to; it must not be there yet (default: standard output)")
    private @Nullable Path file;

    @Override
    public void run() {
        try (Platform platform = Platform.open("audit export")) {
            Tenant tenant = platform.tenants().get(slug);
            TenantContext context = platform.contexts().service(tenant.id(), "audit", Access.READ);
            try (Writer out = open()) {
                platform.tenancy().useTenant(context, scope -> AuditTrail.export(scope, out));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private Writer open() throws IOException {
        if (file == null) {
            return new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
        }
        if (Files.exists(file)) {
            throw new UserError(file + " is there already: choose another name");
        }
        return Files.newBufferedWriter(file);
    }
}
