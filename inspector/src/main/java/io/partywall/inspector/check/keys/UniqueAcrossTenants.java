package io.partywall.inspector.check.keys;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Constraint;
import io.partywall.inspector.catalogue.Index;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.Optional;
import java.util.regex.Matcher;

/** D8, with D9 and F1. */
final class UniqueAcrossTenants extends Check {

    UniqueAcrossTenants() {
        super(
                "D8",
                Severity.HIGH,
                "a unique key across tenants",
                "Uniqueness is checked past every policy: a tenant learns by trying which values others have, and can"
                        + " take values away from them.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        TenantlessKeys.of(db)
                .filter(key -> key.kind() == TenantlessKeys.Kind.NATURAL)
                .forEach(key -> findings.add(
                        key.index().object(),
                        (key.index().exclusion() ? "an exclusion" : "a unique key") + " on "
                                + key.table().sql() + " without " + db.tenantColumn(),
                        key.index().query(),
                        remedy(db, key)));
    }

    private static Remedy remedy(Database db, TenantlessKeys.Key key) {
        Relation table = key.table();
        Index index = key.index();
        String tenant = db.tenantColumnOf(table).map(Column::sql).orElse(db.tenantColumn());
        Optional<Constraint> constraint = db.catalogue().constraints(table).stream()
                .filter(c -> c.index() == index.oid() && !c.isForeignKey())
                .findFirst();
        String advice =
                "Unless the value is meant to be unique among all tenants, as a login or a domain may be. What leans"
                        + " on the old key, as ON CONFLICT or a foreign key, has to name the tenant first.";
        String drop = constraint
                .map(c -> "alter table " + table.sql() + " drop constraint " + c.sql())
                .orElse("drop index " + (isPlain(table) ? "" : "concurrently ") + index.sql());
        int list = index.definition().indexOf(" USING " + index.method() + " (");
        if (index.exclusion() || list < 0) {
            return Remedy.decide(Step.KEYS, advice + " Make it again with " + tenant + " WITH = in front.", drop);
        }
        String name = Keys.fresh(db, table, index.name() + "_" + db.tenantColumn());
        String definition = index.definition()
                .substring(list)
                .replaceFirst(" USING (\\w+) \\(", " using $1 (" + Matcher.quoteReplacement(tenant) + ", ");
        return Remedy.decide(
                Step.KEYS,
                advice,
                "create unique index " + (isPlain(table) ? "" : "concurrently ") + name + " on " + table.sql()
                        + definition,
                drop);
    }

    private static boolean isPlain(Relation table) {
        return table.kind() == Relation.Kind.PARTITIONED_TABLE;
    }
}
