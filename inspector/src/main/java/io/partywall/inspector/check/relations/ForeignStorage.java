package io.partywall.inspector.check.relations;

import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.function.Predicate;

/** B19. */
final class ForeignStorage extends Check {

    ForeignStorage() {
        super(
                "B19",
                Severity.HIGH,
                "a tenant table with other storage",
                "Row-level security was built for PostgreSQL's own storage; an access method of an extension may"
                        + " answer without asking policies.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        db.tenantTables()
                .filter(Predicate.not(ForeignStorage::isOwn))
                .filter(table -> table.parents().stream()
                        .flatMap(parent -> db.catalogue().relation(parent).stream())
                        .allMatch(ForeignStorage::isOwn))
                .forEach(table -> findings.add(
                        table.sql(),
                        "is stored by the access method " + table.accessMethod(),
                        "select c.oid::regclass, a.amname from pg_class c join pg_am a on a.oid = c.relam where c.oid"
                                + " = "
                                + table.oidQuery(),
                        remedy(db, table)));
    }

    private static boolean isOwn(Relation table) {
        return table.accessMethod().isEmpty() || table.accessMethod().equals("heap");
    }

    private static Remedy remedy(Database db, Relation table) {
        String advice = "Prove with two tenants that every way of reading asks the policies, or store it as heap"
                + " (the table is rewritten under a lock).";
        return db.server().major() < FIRST_TO_CHANGE
                ? Remedy.advice(advice)
                : Remedy.decide(Step.COLUMNS, advice, "alter table " + table.sql() + " set access method heap");
    }

    private static final int FIRST_TO_CHANGE = 15;
}
