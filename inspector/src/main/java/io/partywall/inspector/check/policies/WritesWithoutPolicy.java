package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Command;
import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.List;
import java.util.Locale;

/** C9. */
final class WritesWithoutPolicy extends Check {

    WritesWithoutPolicy() {
        super(
                "C9",
                Severity.MEDIUM,
                "writes are granted but no policy allows them",
                "Every write fails, and the next who meets the error is tempted to give BYPASSRLS or a policy that is"
                        + " too wide.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Policies.reached(db).filter(Relation::rowSecurity).forEach(table -> {
            for (Standing role : db.reaching(table)) {
                List<String> writes = Policies.commands(role, table).stream()
                        .filter(c -> c != Command.SELECT)
                        .map(c -> c.name().toLowerCase(Locale.ROOT))
                        .toList();
                if (db.isBound(table, role) && !writes.isEmpty() && readsOnly(db.policies(table, role))) {
                    findings.add(
                            table.sql(),
                            role.role().name() + " was granted " + String.join(", ", writes)
                                    + ", but its permissive policies are for SELECT only",
                            Policies.query(table),
                            Remedy.decide(
                                    Step.GRANTS,
                                    "Revoke what no policy allows, or write the policy that was meant.",
                                    "revoke " + String.join(", ", writes) + " on " + table.sql() + " from "
                                            + role.role().sql()));
                }
            }
        });
    }

    /** Whether the permissive ones of them are for SELECT only. */
    static boolean readsOnly(List<Policy> policies) {
        List<Policy> permissive = policies.stream().filter(Policy::permissive).toList();
        return !permissive.isEmpty() && permissive.stream().allMatch(p -> p.letter() == 'r');
    }
}
