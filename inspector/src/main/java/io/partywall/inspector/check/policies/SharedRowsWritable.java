package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Command;
import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.check.Walls;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import io.partywall.inspector.meaning.Meaning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** C14. */
final class SharedRowsWritable extends Check {

    SharedRowsWritable() {
        super(
                "C14",
                Severity.HIGH,
                "rows without a tenant are writable",
                "Rows whose tenant is NULL are shared by all; every tenant may add, change or remove what all others"
                        + " see.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        db.policies()
                .filter(p -> p.permissive() && !db.isGlobal(Policies.table(db, p)))
                .filter(p -> db.tenantColumnOf(Policies.table(db, p))
                        .filter(c -> !c.notNull())
                        .isPresent())
                .forEach(p -> {
                    Relation table = Policies.table(db, p);
                    List<String> writes = db.reaching(table).stream()
                            .filter(s -> s.isAmong(p.roles()))
                            .flatMap(s -> Policies.commands(s, table).stream()
                                    .filter(p::covers)
                                    .filter(c -> passes(db, p, c) && !isFloored(db, table, s, c)))
                            .map(c -> c.name().toLowerCase(Locale.ROOT))
                            .distinct()
                            .toList();
                    if (!writes.isEmpty()) {
                        findings.add(
                                Policies.object(db, p),
                                "rows whose tenant is NULL pass for " + String.join(", ", writes),
                                Policies.query(db, p),
                                remedy(db, p, table));
                    }
                });
    }

    private static boolean passes(Database db, Policy policy, Command command) {
        boolean seen = nobodys(db.seen(policy));
        boolean written = nobodys(db.written(policy));
        return switch (command) {
            case SELECT -> false;
            case INSERT -> written;
            case UPDATE -> seen || written;
            case DELETE -> seen;
        };
    }

    /** Where it is open to other tenants as well, that is said. */
    private static boolean nobodys(Optional<Meaning> meaning) {
        return meaning.filter(m -> m.confines() && m.passesNobodysRows()).isPresent();
    }

    private static boolean isFloored(Database db, Relation table, Standing role, Command command) {
        return db.policies(table, role).stream()
                .filter(p -> !p.permissive() && p.covers(command))
                .anyMatch(p -> Stream.of(
                                command == Command.INSERT ? Optional.<Meaning>empty() : db.seen(p),
                                command == Command.DELETE ? Optional.<Meaning>empty() : db.written(p))
                        .flatMap(Optional::stream)
                        .anyMatch(m -> m.confines() && !m.passesNobodysRows()));
    }

    private static Remedy remedy(Database db, Policy policy, Relation table) {
        List<String> statements = new ArrayList<>();
        if (policy.coversAll() && policy.using() != null) {
            statements.add("create policy " + Sql.identifier(Policies.freeName(db, table, policy.name() + "_read"))
                    + " on " + table.sql() + " for select to " + Walls.roles(db) + " using (" + policy.using() + ")");
        }
        statements.add(Policies.ask(db, policy, db.tenantPredicate(table)));
        return Remedy.decide(
                Step.POLICIES,
                "Let shared rows be read by a policy of their own for SELECT, and written by a role of their own.",
                statements.toArray(String[]::new));
    }
}
