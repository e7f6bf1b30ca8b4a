package io.partywall.inspector.check.relations;

import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** B12. */
final class MaterialisedRows extends Check {

    MaterialisedRows() {
        super(
                "B12",
                Severity.CRITICAL,
                "a materialised view of tenants' rows",
                "A materialised view holds what its owner saw, of every tenant, and cannot have policies.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        Views views = new Views(db);
        db.catalogue().relations().stream()
                .filter(view -> view.kind() == Relation.Kind.MATERIALIZED_VIEW && !view.ofExtension())
                .filter(view -> !db.isGlobal(view) && views.isOfTenants(view))
                .filter(view -> !db.reaching(view).isEmpty())
                .forEach(view -> findings.add(
                        view.sql(),
                        "holds rows of every tenant, and " + Database.names(db.reaching(view)) + " may reach it",
                        view.query(),
                        Remedy.decide(
                                Step.VIEWS,
                                "Give the application a view over it whose WHERE names the tenant, with"
                                        + " security_barrier, or a table with policies in its place.",
                                Access.revoke(db, view))));
    }
}
