package io.partywall.inspector.check.performance;

import io.partywall.inspector.catalogue.Command;
import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.meaning.Meaning;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** P7. */
final class SeveralPermissive extends Check {

    SeveralPermissive() {
        super(
                "P7",
                Severity.LOW,
                "several permissive policies for one command",
                "Each of them is asked of every row, joined by OR.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Policies.reached(db)
                .filter(Relation::rowSecurity)
                .forEach(table -> db.reaching(table)
                        .forEach(role -> Policies.commands(role, table).forEach(command -> {
                            List<Policy> permissive = db.policies(table, role).stream()
                                    .filter(p -> p.permissive() && p.covers(command))
                                    .toList();
                            boolean confined = permissive.stream()
                                    .flatMap(p -> (command == Command.INSERT ? db.written(p) : db.seen(p)).stream())
                                    .allMatch(Meaning::confines);
                            if (permissive.size() > 1 && confined) {
                                findings.add(
                                        table.sql(),
                                        permissive.size() + " permissive policies for "
                                                + command.name().toLowerCase(Locale.ROOT) + " bind "
                                                + role.role().name() + ": "
                                                + permissive.stream()
                                                        .map(Policy::name)
                                                        .collect(Collectors.joining(", ")),
                                        Policies.query(table),
                                        Remedy.advice(
                                                "Make one of them that holds the tenant, with the other conditions"
                                                        + " joined by OR inside it."));
                            }
                        })));
    }
}
