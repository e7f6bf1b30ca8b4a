package io.partywall.inspector.check.relations;

import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Severity;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** B10. */
final class ViewOfNoRows extends Check {

    ViewOfNoRows() {
        super(
                "B10",
                Severity.MEDIUM,
                "a view that shows nothing",
                "Policies bind the owner of the view but none is for him: the view is empty for everybody, until"
                        + " somebody opens it too far.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        Views views = new Views(db);
        views.reachable().forEach(view -> {
            List<Relation> blind = views.blind(view);
            if (!blind.isEmpty()) {
                findings.add(
                        view.sql(),
                        "reads " + blind.stream().map(Relation::sql).sorted().collect(Collectors.joining(", ")) + " as "
                                + db.catalogue().role(view.owner()).name() + ", for whom there is no policy",
                        view.query(),
                        views.asInvoker(view, Set.copyOf(blind)));
            }
        });
    }
}
