package io.partywall.inspector.check.policies;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import java.util.Locale;
import java.util.stream.Collectors;

/** A check that reports one of the ways past the tenant. */
abstract class OpenPolicyCheck extends Check {

    OpenPolicyCheck(String id, Severity severity, String title, String explanation) {
        super(id, severity, title, explanation);
    }

    abstract Remedy remedy(Database db, OpenPolicy open);

    @Override
    public void inspect(Database db, Findings findings) {
        OpenPolicy.of(db).stream().filter(open -> open.row().equals(id())).forEach(open -> {
            boolean milder = open.floored() && severity().compareTo(Severity.MEDIUM) > 0;
            findings.add(
                    milder ? Severity.MEDIUM : severity(),
                    Policies.object(db, open.policy()),
                    open.how() + ", for " + Database.names(open.roles()) + " by "
                            + open.commands().stream()
                                    .map(c -> c.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", "))
                            + (open.floored() ? "; a restrictive policy still holds" : ""),
                    Policies.query(db, open.policy()),
                    remedy(db, open));
        });
    }

    /** It asks for the tenant alone. */
    static String askTenant(Database db, OpenPolicy open) {
        return Policies.ask(db, open.policy(), db.tenantPredicate(Policies.table(db, open.policy())));
    }

    /** It asks for the tenant beside what it asks for. */
    static String askTenantToo(Database db, OpenPolicy open) {
        String asked = open.policy().using() == null
                ? String.valueOf(open.policy().check())
                : open.policy().using();
        String tenant = db.tenantPredicate(Policies.table(db, open.policy()));
        return Policies.ask(db, open.policy(), "(" + tenant + ") and (" + asked + ")");
    }
}
