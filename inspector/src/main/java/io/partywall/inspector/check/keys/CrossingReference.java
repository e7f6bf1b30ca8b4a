package io.partywall.inspector.check.keys;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Severity;

/** D5, with F2. */
final class CrossingReference extends Check {

    CrossingReference() {
        super(
                "D5",
                Severity.HIGH,
                "a foreign key that crosses tenants",
                "PostgreSQL checks foreign keys past every policy: a row may reference one of another tenant, and"
                        + " learns by trying which ones exist.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        db.tenantTables()
                .forEach(table -> TenantReferences.crossing(db, table)
                        .filter(key -> !TenantReferences.deletes(key))
                        .forEach(key -> findings.add(
                                Keys.object(table, key),
                                "references " + TenantReferences.target(db, key) + " by "
                                        + Keys.list(db, table, key.columns()) + " without " + db.tenantColumn(),
                                Keys.query(table, key),
                                TenantReferences.remedy(db, table, key))));
    }
}
