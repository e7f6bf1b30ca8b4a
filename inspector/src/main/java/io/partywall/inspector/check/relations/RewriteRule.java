package io.partywall.inspector.check.relations;

import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Rule;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.stream.Stream;

/** B14. */
final class RewriteRule extends Check {

    RewriteRule() {
        super(
                "B14",
                Severity.HIGH,
                "a rewrite rule on a tenant table",
                "What a rule puts in place of a command runs with the rights of the table's owner, not of whoever gave"
                        + " the command.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        db.tenantTables()
                .forEach(table -> db.catalogue().rules(table).stream()
                        .filter(rule -> !rule.ofView() && !rule.nothing())
                        .forEach(rule -> findings.add(
                                passes(db, table, rule) ? Severity.HIGH : Severity.MEDIUM,
                                "rule " + rule.sql() + " on " + table.sql(),
                                "acts as " + db.catalogue().role(table.owner()).name() + ", the owner of the table",
                                "select rulename, definition from pg_rules where schemaname = "
                                        + Sql.literal(table.schema()) + " and tablename = " + Sql.literal(table.name())
                                        + " and rulename = " + Sql.literal(rule.name()),
                                Remedy.decide(
                                        Step.POLICIES,
                                        "Write a trigger in its place: it acts as whoever gave the command.",
                                        "drop rule " + rule.sql() + " on " + table.sql()))));
    }

    private static boolean passes(Database db, Relation table, Rule rule) {
        return Stream.concat(Stream.of(table.oid()), rule.reads().stream())
                .flatMap(oid -> db.catalogue().relation(oid).stream())
                .filter(db::isTenantTable)
                .anyMatch(read -> !read.rowSecurity() || db.catalogue().bypasses(table.owner(), read));
    }
}
