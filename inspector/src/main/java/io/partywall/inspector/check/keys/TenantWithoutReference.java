package io.partywall.inspector.check.keys;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** D7. */
final class TenantWithoutReference extends Check {

    TenantWithoutReference() {
        super(
                "D7",
                Severity.LOW,
                "a tenant that need not exist",
                "Without a foreign key to the tenants, a row may belong to one that never existed or was deleted.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        db.root()
                .ifPresent(root -> db.tenantTables()
                        .filter(table -> !table.partition())
                        .filter(table -> !leads(db, table, new HashSet<>()))
                        .forEach(table -> db.tenantColumnOf(table)
                                .ifPresent(column -> findings.add(
                                        Keys.object(table, column),
                                        "no foreign key leads from " + column.name() + " to " + root.sql(),
                                        Keys.query(table, column),
                                        remedy(db, table, column, root)))));
    }

    /** Whether a key ties the tenant to the root, or to a row that is tied to it and cannot be missing. */
    private static boolean leads(Database db, Relation table, Set<Relation> asked) {
        return asked.add(table)
                && db.catalogue()
                        .foreignKeys(table)
                        .filter(key -> Keys.tiesTenants(db, table, key))
                        .anyMatch(key -> db.catalogue()
                                .relation(key.target())
                                .filter(target -> db.isRoot(target)
                                        || (key.columns().stream().allMatch(number -> isPresent(db, table, number))
                                                && leads(db, target, asked)))
                                .isPresent());
    }

    private static boolean isPresent(Database db, Relation table, int number) {
        return db.catalogue().column(table, number).filter(Column::notNull).isPresent();
    }

    private static Remedy remedy(Database db, Relation table, Column column, Relation root) {
        Optional<Column> key = db.tenantColumnOf(root);
        if (key.isEmpty() || key.get().typeOid() != column.typeOid()) {
            return Remedy.advice("Give it the type of " + root.sql() + "'s key, and reference that.");
        }
        String name = Keys.fresh(db, table, table.name() + "_" + column.name() + "_fkey");
        return Remedy.mechanical(
                Step.KEYS,
                Keys.add(
                                db,
                                table,
                                name,
                                "foreign key (" + column.sql() + ") references " + root.sql() + " ("
                                        + key.get().sql() + ")")
                        .toArray(String[]::new));
    }
}
