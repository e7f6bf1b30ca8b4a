package io.partywall.inspector.check.performance;

import io.partywall.inspector.catalogue.Index;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.List;
import java.util.stream.Stream;

/** P2. */
final class TenantNotFirst extends Check {

    TenantNotFirst() {
        super(
                "P2",
                Severity.LOW,
                "an index with the tenant, but not first",
                "The tenant is what every statement asks for by equality: first in the index, it leaves one tenant's"
                        + " entries to search.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        TenantKeys.ofTenantTables(db)
                .filter(i -> i.method().equals("btree") && !i.unique() && !i.exclusion())
                .filter(i -> i.key().indexOf(TenantKeys.tenantOf(db, i)) > 0)
                .forEach(i -> findings.add(
                        i.object(),
                        "the tenant is column " + (i.key().indexOf(TenantKeys.tenantOf(db, i)) + 1) + " of "
                                + i.key().size(),
                        i.query(),
                        remedy(db, i)));
    }

    private static Remedy remedy(Database db, Index index) {
        String advice = "Begin it with the tenant, unless it serves reports over all tenants or a foreign key.";
        if (index.key().contains(0) || index.partial()) {
            return Remedy.decide(
                    Step.INDEXES, advice + " It has expressions or a condition: write the new one by hand first.");
        }
        Relation table = TenantKeys.table(db, index);
        int tenant = TenantKeys.tenantOf(db, index);
        List<Integer> columns = Stream.concat(
                        Stream.of(tenant), index.key().stream().filter(n -> n != tenant))
                .toList();
        String concurrently = TenantKeys.concurrently(table);
        return Remedy.decide(
                Step.INDEXES,
                advice,
                "create index " + concurrently + "on " + table.sql() + " (" + TenantKeys.columns(db, table, columns)
                        + ")",
                "drop index " + concurrently + index.sql());
    }
}
