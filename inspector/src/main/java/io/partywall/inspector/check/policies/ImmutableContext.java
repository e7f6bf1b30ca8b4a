package io.partywall.inspector.check.policies;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** C20. */
final class ImmutableContext extends Check {

    ImmutableContext() {
        super(
                "C20",
                Severity.CRITICAL,
                "a context function that is declared immutable",
                "PostgreSQL computes an immutable call once and keeps it in the plan: a cached plan answers for"
                        + " whoever ran it first.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        db.functionsOfPolicies().stream()
                .filter(f -> !f.ofExtension() && f.volatility() == 'i')
                .filter(f -> db.reaches().of(f).ofSession())
                .forEach(f -> findings.add(
                        f.object(),
                        "IMMUTABLE, but it reads what depends on the session",
                        f.query(),
                        Remedy.mechanical(Step.FUNCTIONS, "alter " + f.word() + " " + f.signature() + " stable")));
    }
}
