package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Improvement;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** C15. */
final class CarelessContext extends Check {

    CarelessContext() {
        super(
                "C15",
                Severity.LOW,
                "a context that is not set is an error",
                "After a transaction that set it, a setting is the empty text and no longer absent: the cast then"
                        + " fails, as does current_setting with one argument before it was ever set.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Policies.asked(db)
                .filter(p -> db.expressions(p).anyMatch(e -> Improvement.readsCarelessly(db, e)))
                .forEach(p -> {
                    boolean required = db.expressions(p).anyMatch(e -> Improvement.requires(db, e));
                    findings.add(
                            Policies.object(db, p),
                            required
                                    ? "current_setting with one argument fails where the context was never set"
                                    : "the context is cast without nullif(current_setting(…), '')",
                            Policies.query(db, p),
                            remedy(db, p, required));
                });
    }

    private static Remedy remedy(Database db, Policy policy, boolean required) {
        String[] statements = Improvement.statement(db, policy, true).stream().toArray(String[]::new);
        return required || !Improvement.suffices(db, policy)
                ? Remedy.decide(
                        Step.POLICIES,
                        "With nullif, a missing context finds no rows instead of failing; keep the failure where it is"
                                + " wanted.",
                        statements)
                : Remedy.mechanical(Step.POLICIES, statements);
    }
}
