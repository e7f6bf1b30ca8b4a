package io.partywall.inspector.check.policies;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.check.RowColumns;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;

/** C27. */
final class CorrelatedLookup extends Check {

    CorrelatedLookup() {
        super(
                "C27",
                Severity.LOW,
                "a look-up for every row",
                "A sub-select that asks for a column of the row is run for each row; one that does not is run once.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Policies.asked(db)
                .filter(p -> db.expressions(p).anyMatch(e -> RowColumns.of(e).correlated()))
                .forEach(p -> findings.add(
                        Policies.object(db, p),
                        "a sub-select in it asks for a column of the row",
                        Policies.query(db, p),
                        Remedy.advice("Turn it round: tenant = any (array(select … where member = context)), which"
                                + " is read once for the statement; for a child, carry the tenant column"
                                + " in the child.")));
    }
}
