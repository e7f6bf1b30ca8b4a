package io.partywall.inspector.check.keys;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Severity;

/** D6. */
final class CrossingDelete extends Check {

    CrossingDelete() {
        super(
                "D6",
                Severity.HIGH,
                "a foreign key that deletes across tenants",
                "Foreign keys act past every policy: where a reference crosses tenants, one of them deletes or changes"
                        + " rows of the other.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        db.tenantTables()
                .forEach(table -> TenantReferences.crossing(db, table)
                        .filter(key -> TenantReferences.deletes(key))
                        .forEach(key -> findings.add(
                                Keys.object(table, key),
                                "references " + TenantReferences.target(db, key) + " by "
                                        + Keys.list(db, table, key.columns()) + " without " + db.tenantColumn()
                                        + TenantReferences.onDelete(key),
                                Keys.query(table, key),
                                TenantReferences.remedy(db, table, key))));
    }
}
