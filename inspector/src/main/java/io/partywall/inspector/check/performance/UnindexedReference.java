package io.partywall.inspector.check.performance;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Constraint;
import io.partywall.inspector.catalogue.Index;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.List;
import java.util.Set;

/** P6. */
final class UnindexedReference extends Check {

    UnindexedReference() {
        super(
                "P6",
                Severity.LOW,
                "a foreign key without an index",
                "Deleting or changing the referenced row reads all of the referencing table.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        db.catalogue().relations().stream()
                .filter(r -> r.isTable() && !r.ofExtension() && !r.partition())
                .filter(r -> db.isTenantTable(r) || db.isTied(r))
                .forEach(table -> db.catalogue()
                        .foreignKeys(table)
                        .filter(k -> !k.inherited())
                        .filter(k -> db.catalogue().indexes(table).stream()
                                .noneMatch(i -> i.valid() && serves(i, k, tenantOf(db, table))))
                        .forEach(k -> findings.add(
                                "constraint " + k.sql() + " on " + table.sql(),
                                "no index of " + table.sql() + " begins with "
                                        + TenantKeys.columns(db, table, k.columns()),
                                "select conrelid::regclass, conname, pg_get_constraintdef(oid) from pg_constraint where"
                                        + " contype = 'f' and conname = " + Sql.literal(k.name()),
                                Remedy.mechanical(
                                        Step.INDEXES,
                                        "create index " + TenantKeys.concurrently(table) + "on " + table.sql() + " ("
                                                + TenantKeys.columns(db, table, k.columns()) + ")"))));
    }

    private static int tenantOf(Database db, Relation table) {
        return db.tenantColumnOf(table).map(Column::number).orElse(0);
    }

    /** Whether it begins with the columns of the key in any order, with the tenant before them or without. */
    private static boolean serves(Index index, Constraint key, int tenant) {
        List<Integer> columns = index.key();
        int from = !key.columns().contains(tenant) && columns.getFirst() == tenant ? 1 : 0;
        int to = from + key.columns().size();
        return columns.size() >= to && Set.copyOf(columns.subList(from, to)).equals(Set.copyOf(key.columns()));
    }
}
