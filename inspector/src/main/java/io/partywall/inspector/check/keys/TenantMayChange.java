package io.partywall.inspector.check.keys;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Command;
import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.catalogue.Trigger;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Walls;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import io.partywall.inspector.meaning.Meaning;
import io.partywall.inspector.meaning.Opening;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** D2. */
final class TenantMayChange extends Check {

    TenantMayChange() {
        super(
                "D2",
                Severity.LOW,
                "a tenant column that may be changed",
                "A row that changes its tenant takes its history and its references along: only the WITH CHECK of"
                        + " policies stops it.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        Optional<Long> usual = usualKeeper(db);
        db.wholeTenantTables()
                .forEach(table -> db.tenantColumnOf(table)
                        .ifPresent(column -> inspect(
                                db,
                                table,
                                column,
                                usual.filter(keeper -> !isKept(db, table, column, keeper))
                                        .isPresent(),
                                findings)));
    }

    private void inspect(Database db, Relation table, Column column, boolean onlyOthersKeep, Findings findings) {
        List<Standing> changing = db.application().stream()
                .filter(role -> !role.owns(table) && role.updatesColumn(table, column.number()))
                .toList();
        if (!changing.isEmpty()) {
            boolean free = changing.stream().anyMatch(role -> isUnchecked(db, table, role));
            findings.add(
                    free ? Severity.HIGH : onlyOthersKeep ? Severity.MEDIUM : severity(),
                    Keys.object(table, column),
                    Database.names(changing) + " may UPDATE " + column.name()
                            + (free ? ", and no policy checks the new tenant" : ""),
                    "select rolname, has_column_privilege(oid, " + table.oidQuery() + ", "
                            + Sql.literal(column.name()) + ", 'UPDATE') from pg_roles where rolname = "
                            + Sql.literal(changing.getFirst().role().name()),
                    remedy(db, table, column));
        } else if (onlyOthersKeep && !db.reaching(table).isEmpty()) {
            findings.add(
                    Severity.MEDIUM,
                    Keys.object(table, column),
                    "most tenant tables have a trigger that keeps the tenant of a row, this one has not",
                    Keys.query(table, column),
                    Remedy.advice("Create the trigger that the other tables have."));
        }
    }

    /** By the usual trigger, or by one of its own that looks at the tenant before and after. */
    private static boolean isKept(Database db, Relation table, Column column, long usual) {
        return keepers(db, table)
                .anyMatch(trigger -> trigger.function() == usual
                        || db.catalogue()
                                .function(trigger.function())
                                .filter(f -> f.source().mentions(column.name())
                                        && f.source().mentions("old")
                                        && f.source().mentions("new"))
                                .isPresent());
    }

    private static Stream<Trigger> keepers(Database db, Relation table) {
        return db.catalogue().triggers(table).stream()
                .filter(trigger -> trigger.enabled() && trigger.before() && trigger.onUpdate());
    }

    /** The function that keeps the tenant on more than two thirds of the tables. */
    private static Optional<Long> usualKeeper(Database db) {
        List<Relation> tables = db.wholeTenantTables().toList();
        Map<Long, Long> counts = tables.stream()
                .flatMap(table -> keepers(db, table).map(Trigger::function).distinct())
                .filter(function -> db.catalogue()
                        .function(function)
                        .filter(f -> f.source().mentions(db.tenantColumn()))
                        .isPresent())
                .collect(Collectors.groupingBy(function -> function, Collectors.counting()));
        return counts.entrySet().stream()
                .filter(count -> count.getValue() >= FEWEST && count.getValue() * 3 > tables.size() * 2L)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Whether a policy that asks for other columns only lets any tenant be written; one that asks nothing says C1 itself. */
    private static boolean isUnchecked(Database db, Relation table, Standing role) {
        List<Policy> policies = db.policies(table, role).stream()
                .filter(policy -> policy.covers(Command.UPDATE))
                .toList();
        return db.isBound(table, role)
                && policies.stream().noneMatch(policy -> !policy.permissive() && confines(db.written(policy)))
                && policies.stream()
                        .filter(policy ->
                                policy.permissive() && !confines(db.written(policy)) && !confines(db.seen(policy)))
                        .flatMap(policy -> db.written(policy).stream())
                        .flatMap(meaning -> meaning.opening().stream())
                        .anyMatch(opening -> opening.kind() != Opening.Kind.UNBOUND);
    }

    private static boolean confines(Optional<Meaning> meaning) {
        return meaning.map(Meaning::confines).orElse(false);
    }

    private static Remedy remedy(Database db, Relation table, Column tenant) {
        String grantees = db.catalogue().grants().stream()
                .filter(grant ->
                        grant.relation() == table.oid() && grant.privilege().equals("UPDATE"))
                .filter(grant -> db.application().stream().anyMatch(role -> role.isAmong(List.of(grant.grantee()))))
                .map(grant -> grant.grantee() == Role.PUBLIC
                        ? "public"
                        : db.catalogue().role(grant.grantee()).sql())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        String others = db.catalogue().columns(table).stream()
                .filter(column -> column.number() != tenant.number() && !column.generated())
                .map(Column::sql)
                .collect(Collectors.joining(", "));
        String advice =
                "Where the application writes all columns of a row back, have a BEFORE UPDATE trigger refuse a new"
                        + " tenant, and accept this.";
        return grantees.isEmpty() || others.isEmpty()
                ? Remedy.decide(
                        Step.GRANTS,
                        advice,
                        "revoke update (" + tenant.sql() + ") on " + table.sql() + " from " + Walls.roles(db))
                : Remedy.decide(
                        Step.GRANTS,
                        advice,
                        "revoke update on " + table.sql() + " from " + grantees,
                        "grant update (" + others + ") on " + table.sql() + " to " + grantees);
    }

    private static final int FEWEST = 3;
}
