package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.check.Walls;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.List;
import java.util.Locale;

/** C5. */
final class RestrictiveOnly extends Check {

    RestrictiveOnly() {
        super(
                "C5",
                Severity.MEDIUM,
                "restrictive policies only",
                "Restrictive policies narrow what permissive ones let through; without any of those a command finds no"
                        + " row at all, which invites a hasty policy.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Policies.reached(db).filter(Relation::rowSecurity).forEach(table -> {
            for (Standing role : db.reaching(table)) {
                List<Policy> policies = db.policies(table, role);
                List<String> closed = Policies.commands(role, table).stream()
                        .filter(c -> policies.stream().anyMatch(p -> !p.permissive() && p.covers(c)))
                        .filter(c -> policies.stream().noneMatch(p -> p.permissive() && p.covers(c)))
                        .map(c -> c.name().toLowerCase(Locale.ROOT))
                        .toList();
                if (db.isBound(table, role) && !closed.isEmpty() && !WritesWithoutPolicy.readsOnly(policies)) {
                    findings.add(
                            table.sql(),
                            role.role().name() + " was granted " + String.join(", ", closed)
                                    + ", which restrictive policies bound but no permissive one allows",
                            Policies.query(table),
                            Remedy.decide(
                                    Step.POLICIES,
                                    "Add the permissive policy that was forgotten, or revoke the right.",
                                    Walls.policy(
                                            db,
                                            table,
                                            Policies.freeName(db, table, "tenant_isolation"),
                                            "permissive")));
                }
            }
        });
    }
}
