package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Command;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.meaning.Meaning;
import java.sql.SQLException;
import java.util.Optional;

/** L1: existing rows without a tenant, or with one that does not exist. */
final class OwnerlessRows implements Probe {

    @Override
    public String title() {
        return "rows without a known tenant";
    }

    @Override
    public void run(Ground ground) throws SQLException {
        for (Relation table : ground.db().wholeTenantTables().toList()) {
            Column column = ground.db().tenantColumnOf(table).orElseThrow();
            ground.session().inTransaction(() -> {
                look(ground, table, column);
                return true;
            });
        }
    }

    private static void look(Ground ground, Relation table, Column column) throws SQLException {
        String object = "column " + table.sql() + "." + column.sql();
        String head = "select count(*) from (select from " + table.sql() + " t0 where ";
        String tail = " limit " + (Session.MOST_ROWS + 1) + ") few";
        String none = "t0." + column.sql() + " is null";
        Attempt without = column.notNull() ? null : ground.session().attempt(head + none + tail);
        Optional<String> stranger = strangers(ground, table, column);
        Attempt unknown = stranger.isEmpty() ? null : ground.session().attempt(head + stranger.get() + tail);
        if (without != null && without.number() > 0 && !sharedOnPurpose(ground, table)) {
            broken(ground, object, without.number() + " rows have no tenant", head + none + tail);
        } else if (unknown != null && unknown.number() > 0) {
            broken(
                    ground,
                    object,
                    unknown.number() + " rows name a tenant that does not exist",
                    head + stranger.get() + tail);
        } else if ((without != null && !without.worked()) || (unknown != null && !unknown.worked())) {
            ground.results()
                    .notTried(
                            "L1",
                            object,
                            without != null && !without.worked()
                                    ? without.message()
                                    : unknown == null ? "" : unknown.message());
        } else {
            ground.results()
                    .held(
                            "L1",
                            object,
                            without != null && without.number() > 0
                                    ? without.number() + " rows have no tenant; policies share them for reading"
                                    : "every row has a tenant");
        }
    }

    private static void broken(Ground ground, String object, String detail, String query) {
        ground.results().broken("L1", Severity.MEDIUM, object, detail, query);
    }

    /** That the tenant is not in the table of tenants; empty where there is none, or a key sees to it. */
    private static Optional<String> strangers(Ground ground, Relation table, Column column) {
        boolean kept = ground.db()
                .catalogue()
                .foreignKeys(table)
                .anyMatch(k -> k.validated()
                        && k.enforced()
                        && k.columns().contains(column.number())
                        && ground.db().root().filter(r -> r.oid() == k.target()).isPresent());
        return kept
                ? Optional.empty()
                : ground.db()
                        .root()
                        .flatMap(root -> ground.db()
                                .tenantColumnOf(root)
                                .map(key -> "t0." + column.sql() + " is not null and not exists (select from "
                                        + root.sql() + " r where r." + key.sql() + " = t0." + column.sql() + ")"));
    }

    /** Whether policies show nobody's rows for reading and let nobody write them. */
    private static boolean sharedOnPurpose(Ground ground, Relation table) {
        return table.rowSecurity()
                && ground.db().application().stream()
                        .flatMap(role -> ground.db().policies(table, role).stream())
                        .anyMatch(p -> p.permissive()
                                && p.covers(Command.SELECT)
                                && ground.db()
                                        .seen(p)
                                        .map(Meaning::passesNobodysRows)
                                        .orElse(false));
    }
}
