package io.partywall.inspector.check.roles;

import io.partywall.inspector.catalogue.Catalogue;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A6. */
final class BecomesOwner extends Check {

    BecomesOwner() {
        super(
                "A6",
                Severity.HIGH,
                "the application can become the owner of tenant tables",
                "After one SET ROLE it may switch row security off, or drop the policies.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Catalogue catalogue = db.catalogue();
        List<Role> owners = Stream.concat(db.tenantTables(), db.root().stream())
                .map(table -> catalogue.role(table.owner()))
                .filter(owner -> !owner.unbound())
                .distinct()
                .toList();
        for (Standing app : db.application()) {
            List<Role> reached = owners.stream()
                    .filter(o -> app.canBecome(o.oid()) && !app.inherits(o.oid()))
                    .toList();
            if (!reached.isEmpty()) {
                String names = reached.stream().map(Role::name).sorted().collect(Collectors.joining(", "));
                String literals =
                        reached.stream().map(r -> Sql.literal(r.name())).collect(Collectors.joining(", "));
                findings.add(
                        app.role().object(),
                        app.role().name() + " can SET ROLE to " + names + ", which owns tenant tables",
                        Memberships.query(catalogue, app.role(), "rolname in (" + literals + ")"),
                        Remedy.decide(
                                Step.ROLES,
                                "Let migrations log in as another role.",
                                Memberships.revocations(
                                        catalogue,
                                        reached.stream()
                                                .flatMap(r ->
                                                        Memberships.leading(
                                                                catalogue,
                                                                app.role().oid(),
                                                                r.oid())
                                                                .stream())
                                                .toList())));
            }
        }
    }
}
