package io.partywall.inspector.check.relations;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Constraint;
import io.partywall.inspector.catalogue.Privilege;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Walls;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.ArrayList;
import java.util.List;

/** B8. */
final class WithoutTenant extends Check {

    WithoutTenant() {
        super(
                "B8",
                Severity.HIGH,
                "a table that belongs to no tenant",
                "Nothing in the table says whose a row is, so no policy can keep tenants apart: what one of them"
                        + " writes, all of them read.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        Unowned.tables(db)
                .filter(table -> Unowned.original(db, table).isEmpty())
                .filter(table -> db.isTied(table)
                        || db.isFed(table)
                        || db.reaching(table).stream().anyMatch(role -> role.writes(table)))
                .forEach(table -> findings.add(
                        table.sql(),
                        "has no column " + db.tenantColumn() + " and no policy that confines "
                                + Database.names(Unowned.readers(db, table)) + ", who may "
                                + (Unowned.readers(db, table).stream().anyMatch(role -> role.writes(table))
                                        ? "write it"
                                        : db.isTied(table)
                                                ? "read it though a foreign key ties it to a tenant's table"
                                                : "read it though a trigger of a tenant's table fills it"),
                        table.query(),
                        remedy(db, table)));
    }

    /** By way of the parent, where its own policies say whose a row is; that is lossless where each row has a parent. */
    private static Remedy remedy(Database db, Relation table) {
        return db.catalogue()
                .foreignKeys(table)
                .filter(key -> db.isConfined(key.target()))
                .filter(key -> key.columns().stream()
                        .allMatch(number -> db.catalogue()
                                .column(table, number)
                                .filter(Column::notNull)
                                .isPresent()))
                .flatMap(key -> db.catalogue().relation(key.target()).stream()
                        .filter(parent -> Unowned.readers(db, table).stream()
                                .allMatch(role -> role.privileges(parent).contains(Privilege.SELECT)))
                        .map(parent -> throughParent(db, table, key, parent)))
                .findFirst()
                .orElseGet(() -> Remedy.decide(
                        Step.GRANTS,
                        "Give it the tenant's column and a policy, declare it global with a reason, or take it away"
                                + " from the application.",
                        Access.revoke(db, table)));
    }

    private static Remedy throughParent(Database db, Relation table, Constraint key, Relation parent) {
        String own = Access.columns(db, table, key.columns(), "");
        String predicate = (key.columns().size() == 1 ? own : "(" + own + ")") + " in (select "
                + Access.columns(db, parent, key.targetColumns(), "p.") + " from " + parent.sql() + " p)";
        List<String> statements = new ArrayList<>();
        if (db.catalogue().policies(table).isEmpty()) {
            statements.add("create policy tenant_isolation on " + table.sql() + " to " + Walls.roles(db) + " using ("
                    + predicate + ") with check (" + predicate + ")");
        }
        statements.add("create policy tenant_floor on " + table.sql() + " as restrictive to " + Walls.roles(db)
                + " using (" + predicate + ") with check (" + predicate + ")");
        statements.add(Walls.enable(table));
        statements.add(Walls.force(table));
        return Remedy.mechanical(Step.ROW_SECURITY, statements.toArray(String[]::new));
    }
}
