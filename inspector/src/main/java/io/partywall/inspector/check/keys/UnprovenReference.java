package io.partywall.inspector.check.keys;

import io.partywall.inspector.catalogue.Constraint;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.stream.Stream;

/** D12. */
final class UnprovenReference extends Check {

    UnprovenReference() {
        super(
                "D12",
                Severity.MEDIUM,
                "a foreign key that is not in force",
                "References that were written before, or while its triggers were disabled, may lead to another tenant"
                        + " or nowhere.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        db.tenantTables()
                .forEach(table -> db.catalogue()
                        .foreignKeys(table)
                        .filter(key -> !key.inherited() && (!key.validated() || !key.enforced()))
                        .forEach(key -> findings.add(
                                Keys.object(table, key),
                                key.enforced() ? "was never validated" : "has disabled triggers",
                                "select k.conname, k.convalidated, t.tgname, t.tgenabled from pg_constraint k left join"
                                        + " pg_trigger t on t.tgconstraint = k.oid where k.conrelid = "
                                        + table.oidQuery() + " and k.conname = " + Sql.literal(key.name()),
                                remedy(db, table, key))));
    }

    private static Remedy remedy(Database db, Relation table, Constraint key) {
        String alter = "alter table " + table.sql();
        if (!key.enforced()) {
            String[] enable = Stream.of(table.sql(), TenantReferences.target(db, key))
                    .distinct()
                    .map(name -> "alter table " + name + " enable trigger all")
                    .toArray(String[]::new);
            return Remedy.decide(
                    Step.COLUMNS,
                    "This enables all triggers of both tables. Rows of the time between are not checked by it: drop the"
                            + " key and add it again where there may be some.",
                    enable);
        }
        return key.definition().endsWith(" NOT ENFORCED")
                ? Remedy.mechanical(Step.COLUMNS, alter + " alter constraint " + key.sql() + " enforced")
                : Remedy.mechanical(Step.COLUMNS, alter + " validate constraint " + key.sql());
    }
}
