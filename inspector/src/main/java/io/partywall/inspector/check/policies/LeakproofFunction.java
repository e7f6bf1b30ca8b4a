package io.partywall.inspector.check.policies;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** C25. */
final class LeakproofFunction extends Check {

    LeakproofFunction() {
        super(
                "C25",
                Severity.HIGH,
                "a function that is declared leakproof",
                "PostgreSQL runs leakproof functions on rows before policies and barriers are asked: whatever it"
                        + " shows, in an error or a log, is of every tenant.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        db.catalogue().functions().stream()
                .filter(f -> f.leakproof() && !f.ofExtension())
                .forEach(f -> findings.add(
                        f.object(),
                        "LEAKPROOF, in " + f.language(),
                        f.query(),
                        Remedy.mechanical(
                                Step.FUNCTIONS, "alter " + f.word() + " " + f.signature() + " not leakproof")));
    }
}
