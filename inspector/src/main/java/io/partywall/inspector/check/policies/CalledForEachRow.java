package io.partywall.inspector.check.policies;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Improvement;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.finding.Severity;

/** C29. */
final class CalledForEachRow extends Check {

    CalledForEachRow() {
        super(
                "C29",
                Severity.MEDIUM,
                "the context is asked for every row",
                "Outside a sub-select it is read for each row; in (select …) it is read once for the statement, and"
                        + " the planner may use it to search an index.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Policies.asked(db)
                .filter(p -> !Improvement.parsesJson(db, p))
                .filter(p -> db.expressions(p)
                        .anyMatch(e -> Improvement.unwrapped(db, e).findAny().isPresent()))
                .forEach(p -> findings.add(
                        Policies.object(db, p),
                        "the context is read outside a sub-select",
                        Policies.query(db, p),
                        Improvement.remedy(db, p)));
    }
}
