package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Constraint;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.finding.Severity;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** L2: existing rows that reference a row of another tenant. */
final class CrossedKeys implements Probe {

    @Override
    public String title() {
        return "foreign keys whose ends are different tenants'";
    }

    @Override
    public void run(Ground ground) throws SQLException {
        for (Relation table : ground.db().wholeTenantTables().toList()) {
            for (Constraint key : ground.db().catalogue().foreignKeys(table).toList()) {
                Optional<Relation> target = ground.db().catalogue().relation(key.target());
                if (target.isPresent() && ground.db().isTenantTable(target.get()) && !key.inherited()) {
                    count(ground, table, key, target.get());
                }
            }
        }
    }

    private static void count(Ground ground, Relation table, Constraint key, Relation target) throws SQLException {
        Column here = ground.db().tenantColumnOf(table).orElseThrow();
        Column there = ground.db().tenantColumnOf(target).orElseThrow();
        String object = "constraint " + key.sql() + " on " + table.sql();
        int at = key.positionOf(here.number());
        if (at >= 0 && key.targetColumns().get(at) == there.number() && key.validated() && key.enforced()) {
            ground.results().held("L2", object, "the tenant is part of the key");
            return;
        }
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            pairs.add("p." + name(ground, target, key.targetColumns().get(i)) + " = c."
                    + name(ground, table, key.columns().get(i)));
        }
        String sql = "select count(*) from (select from " + table.sql() + " c join " + target.sql() + " p on "
                + String.join(" and ", pairs) + " where c." + here.sql() + " <> p." + there.sql() + " limit "
                + (Session.MOST_ROWS + 1) + ") few";
        Attempt crossed = ground.session().inTransaction(() -> ground.session().attempt(sql));
        if (!crossed.worked()) {
            ground.results().notTried("L2", object, crossed.message());
        } else if (crossed.number() > 0) {
            ground.results()
                    .broken(
                            "L2",
                            Severity.HIGH,
                            object,
                            crossed.number() + " rows reference a row of " + target.sql() + " that is another tenant's",
                            sql);
        } else {
            ground.results().held("L2", object, "no row crosses, although the key would let it");
        }
    }

    private static String name(Ground ground, Relation relation, int number) {
        return ground.db().catalogue().column(relation, number).map(Column::sql).orElse("?");
    }
}
