package io.partywall.inspector.check.keys;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import io.partywall.inspector.meaning.Meaning;
import java.util.List;
import java.util.Optional;

/** D1. */
final class NullableTenant extends Check {

    NullableTenant() {
        super(
                "D1",
                Severity.HIGH,
                "a tenant column that may be NULL",
                "A row of nobody is in no tenant's backup, limit or deletion; and one condition that tolerates NULL"
                        + " shows it to all.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        db.wholeTenantTables()
                .forEach(table -> db.tenantColumnOf(table)
                        .filter(column -> !column.notNull() && !isChecked(db, table, column))
                        .filter(column -> !isShared(db, table))
                        .ifPresent(column -> findings.add(
                                Keys.object(table, column),
                                column.name() + " may be NULL",
                                Keys.query(table, column),
                                remedy(db, table, column))));
    }

    private static boolean isChecked(Database db, Relation table, Column column) {
        return db.catalogue().constraints(table).stream()
                .anyMatch(constraint -> constraint.kind() == 'c'
                        && constraint.validated()
                        && constraint.definition().equals("CHECK ((" + column.sql() + " IS NOT NULL))"));
    }

    /** Whether rows of nobody are shown to all by design: policies that let them be read, and none that lets them be written. */
    private static boolean isShared(Database db, Relation table) {
        List<Policy> policies = policies(db, table);
        return policies.stream().anyMatch(policy -> passesNobodys(db.seen(policy)))
                && policies.stream().noneMatch(policy -> passesNobodys(db.written(policy)));
    }

    private static List<Policy> policies(Database db, Relation table) {
        return db.catalogue().policies(table).stream()
                .filter(policy ->
                        policy.permissive() && db.application().stream().anyMatch(role -> role.isAmong(policy.roles())))
                .toList();
    }

    private static boolean passesNobodys(Optional<Meaning> meaning) {
        return meaning.map(Meaning::passesNobodysRows).orElse(false);
    }

    private static Remedy remedy(Database db, Relation table, Column column) {
        String name = Keys.fresh(db, table, table.name() + "_" + column.name() + "_present");
        String[] statements = {
            "alter table " + table.sql() + " add constraint " + name + " check (" + column.sql()
                    + " is not null) not valid",
            "alter table " + table.sql() + " validate constraint " + name,
            "alter table " + table.sql() + " alter column " + column.sql() + " set not null",
            "alter table " + table.sql() + " drop constraint " + name
        };
        boolean meant = policies(db, table).stream().anyMatch(policy -> passesNobodys(db.seen(policy)));
        return meant
                ? Remedy.decide(
                        Step.COLUMNS,
                        "Move the rows of nobody to a table of their own, or give each a tenant, first.",
                        statements)
                : Remedy.mechanical(Step.COLUMNS, statements);
    }
}
