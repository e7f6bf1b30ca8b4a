package io.partywall.inspector.check.performance;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.List;
import java.util.stream.Stream;

/** P1. */
final class NoTenantIndex extends Check {

    NoTenantIndex() {
        super(
                "P1",
                Severity.MEDIUM,
                "no index begins with the tenant",
                "Every statement asks for the tenant first: without an index on it, it reads the rows of all tenants.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Stream.concat(db.tenantTables(), db.root().stream())
                .filter(t -> !t.partition() && !db.reaching(t).isEmpty())
                .filter(t -> !isIndexed(db, t))
                .forEach(t -> {
                    String column = db.tenantColumnOf(t).map(Column::sql).orElseThrow();
                    findings.add(
                            t.sql(),
                            "no valid index has " + column + " as its first column",
                            t.query(),
                            Remedy.mechanical(
                                    Step.INDEXES,
                                    "create index " + TenantKeys.concurrently(t) + "on " + t.sql() + " (" + column
                                            + ")"));
                });
    }

    /** A partitioned table is where each partition is. */
    private static boolean isIndexed(Database db, Relation table) {
        boolean own = db.tenantColumnOf(table)
                .filter(column -> db.catalogue().indexes(table).stream()
                        .anyMatch(i -> i.valid() && i.key().getFirst() == column.number()))
                .isPresent();
        List<Relation> partitions = db.catalogue().children(table);
        return own
                || (table.kind() == Relation.Kind.PARTITIONED_TABLE
                        && !partitions.isEmpty()
                        && partitions.stream().allMatch(p -> isIndexed(db, p)));
    }
}
