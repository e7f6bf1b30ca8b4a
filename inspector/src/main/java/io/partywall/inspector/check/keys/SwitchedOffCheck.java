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

/** D11. */
final class SwitchedOffCheck extends Check {

    SwitchedOffCheck() {
        super(
                "D11",
                Severity.MEDIUM,
                "a safeguard that is switched off",
                "It stands in the schema and is not in force: a disabled trigger does nothing, a constraint that was"
                        + " never validated says nothing of the rows before it.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        db.tenantTables().forEach(table -> {
            db.catalogue().triggers(table).stream()
                    .filter(trigger -> !trigger.enabled() && !trigger.inherited())
                    .forEach(trigger -> findings.add(
                            "trigger " + trigger.sql() + " on " + table.sql(),
                            "is disabled",
                            "select tgname, tgenabled, tgfoid::regprocedure from pg_trigger where tgrelid = "
                                    + table.oidQuery() + " and tgname = " + Sql.literal(trigger.name()),
                            Remedy.decide(
                                    Step.COLUMNS,
                                    "Enable it, or drop it when it is no longer meant.",
                                    "alter table " + table.sql() + " enable trigger " + trigger.sql())));
            db.catalogue().constraints(table).stream()
                    .filter(constraint ->
                            constraint.kind() == 'c' && !constraint.validated() && !constraint.inherited())
                    .forEach(constraint -> findings.add(
                            Keys.object(table, constraint),
                            "was never validated",
                            Keys.query(table, constraint),
                            remedy(table, constraint)));
        });
    }

    private static Remedy remedy(Relation table, Constraint constraint) {
        String alter = "alter table " + table.sql();
        String advice = "Rows that do not fulfil it have to be mended first.";
        String unenforced = " NOT ENFORCED";
        return constraint.definition().endsWith(unenforced)
                ? Remedy.decide(
                        Step.COLUMNS,
                        advice,
                        alter + " drop constraint " + constraint.sql(),
                        alter + " add constraint " + constraint.sql() + " "
                                + constraint.definition().replace(unenforced, ""))
                : Remedy.decide(Step.COLUMNS, advice, alter + " validate constraint " + constraint.sql());
    }
}
