package io.partywall.inspector.check.relations;

import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.List;

/** B15. */
final class ForgetfulTrigger extends Check {

    ForgetfulTrigger() {
        super(
                "B15",
                Severity.HIGH,
                "a trigger that acts for every tenant",
                "A SECURITY DEFINER trigger acts as an owner whom no policy binds, and this one never asks for the"
                        + " tenant: a row of one tenant changes those of others.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        List<Relation> tables = db.tenantTables().toList();
        tables.forEach(table -> db.catalogue().triggers(table).stream()
                .filter(trigger -> trigger.enabled() && !trigger.inherited())
                .forEach(trigger -> db.catalogue()
                        .function(trigger.function())
                        .filter(function -> forgets(db, function, tables))
                        .ifPresent(function -> findings.add(
                                "trigger " + trigger.sql() + " on " + table.sql(),
                                function.signature() + " acts as "
                                        + db.catalogue().role(function.owner()).name() + " on tenants' tables and never"
                                        + " names " + db.tenantColumn(),
                                "select t.tgname, p.oid::regprocedure, p.proowner::regrole, p.prosecdef, p.prosrc"
                                        + " from pg_trigger t join pg_proc p on p.oid = t.tgfoid where t.tgrelid = "
                                        + table.oidQuery() + " and t.tgname = " + Sql.literal(trigger.name()),
                                Remedy.decide(
                                        Step.FUNCTIONS,
                                        "Compare " + db.tenantColumn()
                                                + " with NEW's in each of its statements; or let it"
                                                + " act as whoever gave the command, who then needs the rights.",
                                        "alter function " + function.signature() + " security invoker")))));
    }

    private static boolean forgets(Database db, Function function, List<Relation> tables) {
        return function.securityDefiner()
                && !function.ofExtension()
                && tables.stream()
                        .anyMatch(
                                table -> !table.rowSecurity() || db.catalogue().bypasses(function.owner(), table))
                && (function.source().executesText()
                        || tables.stream().anyMatch(table -> function.source().mentions(table.name())))
                && !function.source().mentions(db.tenantColumn())
                && db.reaches().of(function).settings().stream().noneMatch(db.contextSettings()::contains);
    }
}
