package io.partywall.inspector.check.policies;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.Locale;
import java.util.stream.Collectors;

/** C11. */
final class NoPolicyForRole extends Check {

    NoPolicyForRole() {
        super(
                "C11",
                Severity.MEDIUM,
                "policies exist, none for this role",
                "The role was given rights on the table but finds no row: a role is missing in the policies, and a"
                        + " hasty policy is near.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Policies.reached(db)
                .filter(t -> t.rowSecurity() && !db.catalogue().policies(t).isEmpty())
                .forEach(table -> db.reaching(table).stream()
                        .filter(s ->
                                db.isBound(table, s) && db.policies(table, s).isEmpty())
                        .forEach(s -> findings.add(
                                table.sql(),
                                "none of its policies is for " + s.role().name() + ", which may "
                                        + Policies.commands(s, table).stream()
                                                .map(c -> c.name().toLowerCase(Locale.ROOT))
                                                .collect(Collectors.joining(", ")),
                                Policies.query(table),
                                Remedy.decide(
                                        Step.GRANTS,
                                        "Revoke the rights, or name the role in the policies that are meant for it.",
                                        "revoke all on " + table.sql() + " from "
                                                + s.role().sql()))));
    }
}
