package io.partywall.inspector.check.relations;

import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.stream.Collectors;

/** B11. */
final class ViewWithoutBarrier extends Check {

    ViewWithoutBarrier() {
        super(
                "B11",
                Severity.MEDIUM,
                "a view that filters without a barrier",
                "The condition is the only wall, and without security_barrier the functions in a query may see rows"
                        + " before they are filtered.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        Views views = new Views(db);
        views.reachable().forEach(view -> {
            Views.Passed passed = views.passed(view);
            if (passed.open().isEmpty() && !passed.held().isEmpty()) {
                findings.add(
                        view.sql(),
                        "keeps tenants apart by its WHERE alone, over "
                                + passed.held().stream()
                                        .map(Relation::sql)
                                        .sorted()
                                        .collect(Collectors.joining(", "))
                                + ", and has no security_barrier",
                        view.query(),
                        Remedy.mechanical(Step.VIEWS, "alter view " + view.sql() + " set (security_barrier = true)"));
            }
        });
    }
}
