package io.partywall.cli;

import io.partywall.audit.AuditKeys;
import io.partywall.audit.AuditTrail;
import io.partywall.audit.Verdict;
import io.partywall.database.Database;
import io.partywall.database.KeptKeys;
import io.partywall.isolation.Access;
import io.partywall.isolation.TenantContext;
import io.partywall.tenants.Tenant;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description = {
            "Verify that a tenant's audit trail is as it was sealed: in the database, or in an export of it, for which",
            "no database is needed. Ends with 1 where something was taken away, slipped in, changed or moved."
        },
        mixinStandardHelpOptions = true)
final class AuditVerifyCommand implements Callable<Integer> {

    @Option(names = "--tenant", required = true, paramLabel = "SLUG", description = "The tenant")
    private String slug = "";

    @Option(
            names = "--public-keys",
            paramLabel = "KEYS",
            description = "What './partywall audit keys' printed (default: those of the keys that are kept here)")
    private @Nullable String publicKeys;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "An export; without one, the trail in the database")
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException {
        return file == null ? stored() : exported(file);
    }

    private int stored() {
        try (Platform platform = Platform.open("audit verify")) {
            Tenant tenant = platform.tenants().get(slug);
            AuditKeys.Public keys = keys(
                    publicKeys == null
                            ? Platform.auditKeys(platform.database().keys(KeptKeys.AUDIT))
                                    .publicKeys()
                            : publicKeys);
            TenantContext context = platform.contexts().service(tenant.id(), "audit", Access.READ);
            return tell(platform.tenancy().inTenant(context, scope -> AuditTrail.verify(scope, keys)));
        }
    }

    private int exported(Path export) throws IOException {
        String known = publicKeys != null
                ? publicKeys
                : Database.findKeys(KeptKeys.AUDIT, System.getenv(), Path.of(""))
                        .map(keys -> Platform.auditKeys(keys).publicKeys())
                        .orElseThrow(
                                () -> new UserError("no keys are kept here: give --public-keys what './partywall audit"
                                        + " keys' printed where the trail comes from"));
        AuditTrail.Verified verified;
        try {
            verified = AuditTrail.verify(export, keys(known));
        } catch (NoSuchFileException missing) {
            throw new UserError("there is no file " + export);
        }
        if (!verified.slug().equals(slug)) {
            throw new UserError(export + " is the trail of '" + verified.slug() + "', not of '" + slug + "'");
        }
        return tell(verified.verdict());
    }

    private static AuditKeys.Public keys(String text) {
        try {
            return AuditKeys.Public.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new UserError("the public keys cannot be used: " + malformed.getMessage());
        }
    }

    private int tell(Verdict verdict) {
        verdict.faults().forEach(System.out::println);
        if (verdict.faultCount() > verdict.faults().size()) {
            System.out.printf(
                    "and %,d more%n", verdict.faultCount() - verdict.faults().size());
        }
        System.out.printf(
                "%s: %,d rows are as they were sealed, under %,d seals; %,d are not sealed yet%s%n",
                verdict.holds() ? "whole" : "NOT WHOLE",
                verdict.sealed(),
                verdict.checkpoints(),
                verdict.unsealed(),
                verdict.erased() == 0 ? "" : "; of %,d personal data was erased".formatted(verdict.erased()));
        if (!verdict.head().isEmpty()) {
            System.out.println("head " + verdict.head());
        }
        return verdict.holds() ? 0 : 1;
    }
}
