package io.partywall.inspector.check.roles;

import io.partywall.inspector.catalogue.Catalogue;
import io.partywall.inspector.catalogue.Membership;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.List;
import java.util.stream.Collectors;

/** A3. */
final class BecomesUnbound extends Check {

    BecomesUnbound() {
        super(
                "A3",
                Severity.CRITICAL,
                "the application can become a role that no policy binds",
                "One SET ROLE, which an injected statement can send too, and policies are not asked any more.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Catalogue catalogue = db.catalogue();
        for (Standing app : db.application()) {
            List<Role> unbound = catalogue.roles().stream()
                    .filter(r -> r.unbound() && !r.equals(app.role()) && app.canBecome(r.oid()))
                    .toList();
            if (!unbound.isEmpty()) {
                findings.add(
                        app.role().object(),
                        app.role().name() + " can SET ROLE to " + described(unbound),
                        Memberships.query(catalogue, app.role(), "rolsuper or rolbypassrls"),
                        remedy(catalogue, app, unbound));
            }
        }
    }

    private static String described(List<Role> unbound) {
        return unbound.stream()
                .map(r -> r.name() + (r.superuser() ? " (superuser)" : " (BYPASSRLS)"))
                .collect(Collectors.joining(", "));
    }

    private static Remedy remedy(Catalogue catalogue, Standing app, List<Role> unbound) {
        List<Membership> leading = unbound.stream()
                .flatMap(r -> Memberships.leading(catalogue, app.role().oid(), r.oid()).stream())
                .distinct()
                .toList();
        String[] statements = Memberships.revocations(catalogue, leading);
        return leading.stream().allMatch(m -> catalogue.role(m.role()).unbound())
                ? Remedy.mechanical(Step.ROLES, statements)
                : Remedy.decide(
                        Step.ROLES,
                        "The way leads through a group: take the application out of it, and grant it by name what it"
                                + " needs of the group; or take the group out of the role that no policy binds.",
                        statements);
    }
}
