package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** C21. */
final class VolatileContext extends Check {

    VolatileContext() {
        super(
                "C21",
                Severity.MEDIUM,
                "a context function that is volatile",
                "PostgreSQL calls a volatile function for every row and cannot use an index for what it returns.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        db.functionsOfPolicies().stream()
                .filter(f -> !f.ofExtension() && f.volatility() == 'v')
                .filter(f -> db.reaches().of(f).ofSession())
                .forEach(f -> findings.add(f.object(), "VOLATILE, and policies ask it", f.query(), remedy(f)));
    }

    private static Remedy remedy(Function function) {
        String alter = "alter " + function.word() + " " + function.signature() + " stable";
        boolean writes = Effects.of(function);
        return writes
                ? Remedy.decide(Step.FUNCTIONS, "It seems to change something: take that out of it first.", alter)
                : Remedy.mechanical(Step.FUNCTIONS, alter);
    }
}
