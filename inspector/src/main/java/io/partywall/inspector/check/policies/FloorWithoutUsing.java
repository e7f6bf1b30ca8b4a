package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Command;
import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import io.partywall.inspector.meaning.Meaning;

/** C7b. */
final class FloorWithoutUsing extends Check {

    FloorWithoutUsing() {
        super(
                "C7b",
                Severity.HIGH,
                "a floor without the expression that counts",
                "PostgreSQL passes over a restrictive policy whose expression for a command is missing: without USING"
                        + " it restricts no reading and no deleting, without WITH CHECK no insert.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Policies.asked(db).filter(p -> !p.permissive()).forEach(p -> {
            boolean nothing = p.letter() == 'a' && p.checkTree() == null;
            boolean unread = p.letter() != 'a' && p.usingTree() == null;
            boolean meant = p.checkTree() == null
                    || db.written(p).map(Meaning::confines).orElse(false);
            if ((nothing || unread) && meant && leavesOpen(db, p)) {
                findings.add(
                        Policies.object(db, p),
                        "restrictive for " + p.command() + (nothing ? " without WITH CHECK" : " without USING"),
                        Policies.query(db, p),
                        remedy(db, p));
            }
        });
    }

    /** Whether a command that it speaks for, and that is granted, has no other floor. */
    private static boolean leavesOpen(Database db, Policy policy) {
        Relation table = Policies.table(db, policy);
        return db.reaching(table).stream()
                .filter(s -> s.isAmong(policy.roles()))
                .anyMatch(s -> Policies.commands(s, table).stream()
                        .filter(policy::covers)
                        .filter(c -> c != Command.INSERT || policy.checkTree() == null)
                        .anyMatch(c -> !db.hasFloor(table, s, c)));
    }

    private static Remedy remedy(Database db, Policy policy) {
        Relation table = Policies.table(db, policy);
        String predicate = db.tenantPredicate(table);
        if (policy.letter() == 'a') {
            return Remedy.decide(
                    Step.POLICIES,
                    "Say what may be inserted.",
                    Policies.alter(db, policy) + " with check (" + predicate + ")");
        }
        boolean lossless = db.policies()
                .filter(p -> p.relation() == policy.relation() && p.permissive())
                .flatMap(p -> db.seen(p).stream())
                .allMatch(m -> m.confines() && !m.passesNobodysRows());
        String alter = Policies.alter(db, policy) + " using (" + predicate + ")";
        return lossless
                ? Remedy.mechanical(Step.POLICIES, alter)
                : Remedy.decide(
                        Step.POLICIES,
                        "Rows of other tenants, or of none, are no longer seen, changed or deleted.",
                        alter);
    }
}
