package io.partywall.inspector.fix;

import io.partywall.inspector.Report;
import io.partywall.inspector.finding.Finding;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Step;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A migration that closes what can be closed mechanically. Made for psql, statement by statement: indexes are built
 * concurrently and keys are validated after they are made, which no transaction around all of it would allow.
 *
 * @param sql the file
 * @param statements its statements in order, without semicolons
 * @param closed the findings that it closes
 * @param left the findings that a person has to decide; they stand in the file as comments
 */
public record Fix(String sql, List<String> statements, List<Finding> closed, List<Finding> left) {

    private static final String LOCK_TIMEOUT = "set lock_timeout = '5s'";

    /** The migration for all findings of a report. */
    public static Fix of(Report report) {
        List<Finding> closed = report.findings().stream()
                .filter(f -> f.remedy().mechanical() && !f.remedy().statements().isEmpty())
                .toList();
        List<Finding> left =
                report.findings().stream().filter(f -> !closed.contains(f)).toList();
        Set<String> statements = new LinkedHashSet<>(Set.of(LOCK_TIMEOUT));
        StringBuilder sql = new StringBuilder("""
            -- What the inspector can close by itself in the database %s: %d of %d findings.
            -- Try it on a copy first, then run it as the owner of the tables or a superuser, outside a transaction:
            --     psql --no-psqlrc --set ON_ERROR_STOP=1 --file <this file> <database>
            -- Each statement takes its locks for a moment only, and gives up rather than wait long for one: run the file
            -- again after a timeout, what is done is left out.

            %s;
            """.formatted(
                comment(report.database()), closed.size(), report.findings().size(), LOCK_TIMEOUT));
        for (Step step : Step.values()) {
            List<Finding> ofStep =
                    closed.stream().filter(f -> f.remedy().step() == step).toList();
            if (!ofStep.isEmpty()) {
                sql.append("\n-- ").append(step.title()).append('\n');
                ofStep.forEach(finding -> write(finding, sql, statements));
            }
        }
        if (!left.isEmpty()) {
            sql.append("\n-- Left to a person\n");
            left.forEach(finding -> advise(finding, sql));
        }
        return new Fix(sql.toString(), List.copyOf(statements), closed, left);
    }

    /** What an earlier finding has brought already is not done twice. */
    private static void write(Finding finding, StringBuilder sql, Set<String> statements) {
        sql.append("\n-- ")
                .append(comment(finding.identity() + ": " + finding.reason()))
                .append('\n');
        finding.remedy().statements().stream()
                .filter(statements::add)
                .forEach(statement -> sql.append(statement).append(";\n"));
    }

    private static void advise(Finding finding, StringBuilder sql) {
        Remedy remedy = finding.remedy();
        sql.append("\n-- ")
                .append(comment(finding.identity() + ": " + finding.reason()))
                .append('\n');
        if (!remedy.advice().isEmpty()) {
            sql.append("--   ").append(comment(remedy.advice())).append('\n');
        }
        remedy.statements()
                .forEach(statement ->
                        sql.append("--   ").append(comment(statement)).append(";\n"));
    }

    /** A name may hold a line break: it does not end the comment. */
    private static String comment(String text) {
        return text.replaceAll("\\R", " ");
    }
}
