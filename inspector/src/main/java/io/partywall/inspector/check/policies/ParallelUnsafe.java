package io.partywall.inspector.check.policies;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** C22. */
final class ParallelUnsafe extends Check {

    ParallelUnsafe() {
        super(
                "C22",
                Severity.LOW,
                "a policy function that parallel plans stumble over",
                "A function that is not PARALLEL SAFE keeps every query of the table from running in parallel; one"
                        + " that claims to be and catches exceptions fails there.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        db.functionsOfPolicies().stream().filter(f -> !f.ofExtension()).forEach(f -> {
            boolean catches = f.source().catchesExceptions();
            if (f.parallel() == 's' && catches) {
                findings.add(
                        Severity.MEDIUM,
                        f.object(),
                        "PARALLEL SAFE, but its EXCEPTION block needs a sub-transaction, which a parallel worker"
                                + " cannot begin",
                        f.query(),
                        Remedy.decide(
                                Step.FUNCTIONS,
                                "Ask before converting, with a pattern or CASE, and leave the EXCEPTION block out.",
                                "alter " + f.word() + " " + f.signature() + " parallel restricted"));
            } else if (f.parallel() != 's') {
                String alter = "alter " + f.word() + " " + f.signature() + " parallel safe";
                findings.add(
                        f.object(),
                        f.parallel() == 'u' ? "PARALLEL UNSAFE, the default" : "PARALLEL RESTRICTED",
                        f.query(),
                        catches || Effects.of(f)
                                ? Remedy.decide(
                                        Step.FUNCTIONS,
                                        "It writes or catches exceptions: rewrite it without that before it is"
                                                + " declared safe.",
                                        alter)
                                : Remedy.mechanical(Step.FUNCTIONS, alter));
            }
        });
    }
}
