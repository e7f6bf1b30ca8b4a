package io.partywall.inspector.check.performance;

import io.partywall.inspector.catalogue.Index;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** P4. */
final class UnusableIndex extends Check {

    UnusableIndex() {
        super(
                "P4",
                Severity.MEDIUM,
                "an index that row-level security cannot use",
                "Its operators are not leakproof, so that they are asked after the policies: for whom a policy binds,"
                        + " the index is never searched.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        TenantKeys.ofTenantTables(db)
                .filter(i -> !i.unique() && !i.exclusion() && !i.leaky().isEmpty())
                .filter(i -> !i.method().equals("btree") || i.leaky().contains("~<~"))
                .filter(i -> !isLedByTenant(i, TenantKeys.tenantOf(db, i)))
                .forEach(i -> findings.add(
                        i.object(),
                        i.method() + " by " + String.join(" ", i.leaky()) + ", which are not leakproof",
                        i.query(),
                        Remedy.decide(
                                Step.INDEXES,
                                "Lead it by the tenant (btree_gin and btree_gist make that possible) and let the"
                                    + " search look through one tenant's rows; or drop it where only bound roles ask.",
                                "drop index " + TenantKeys.concurrently(TenantKeys.table(db, i)) + i.sql())));
    }

    /** In a GIN index every column is as good as the first. */
    private static boolean isLedByTenant(Index index, int tenant) {
        return index.key().getFirst() == tenant
                || (index.method().equals("gin") && index.key().contains(tenant));
    }
}
