package io.partywall.inspector.check.relations;

import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Severity;
import java.util.Set;
import java.util.stream.Collectors;

/** B9. */
final class ViewOfAnOwner extends Check {

    ViewOfAnOwner() {
        super(
                "B9",
                Severity.CRITICAL,
                "a view that passes the walls",
                "A view reads with the rights of its owner, whom the policies below do not bind: it shows the rows of"
                        + " every tenant.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        Views views = new Views(db);
        views.reachable().forEach(view -> {
            Set<Relation> open = views.passed(view).open();
            if (!open.isEmpty()) {
                findings.add(
                        view.sql(),
                        "reads " + open.stream().map(Relation::sql).sorted().collect(Collectors.joining(", "))
                                + " as " + db.catalogue().role(view.owner()).name() + ", for "
                                + Database.names(db.reaching(view)),
                        view.query(),
                        views.asInvoker(view, open));
            }
        });
    }
}
