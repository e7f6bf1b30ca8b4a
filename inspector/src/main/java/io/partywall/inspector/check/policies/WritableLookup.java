package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Command;
import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.expression.Expression;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** C26. */
final class WritableLookup extends Check {

    WritableLookup() {
        super(
                "C26",
                Severity.HIGH,
                "a policy trusts a table that the application may write",
                "Who may write what a policy looks up there, such as memberships, gives himself any tenant.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Map<Function, List<Long>> named = new HashMap<>();
        db.policies()
                .filter(p -> !db.reaching(Policies.table(db, p)).isEmpty())
                .forEach(p -> lookups(db, p, named)
                        .filter(r -> r.oid() != p.relation())
                        .forEach(lookup -> db.application().stream()
                                .filter(s -> s.isAmong(p.roles()))
                                .filter(s -> writesFreely(db, lookup, s))
                                .forEach(s -> findings.add(
                                        Policies.object(db, p),
                                        "it looks up " + lookup.sql() + ", which "
                                                + s.role().name() + " may write freely",
                                        Policies.query(db, p),
                                        Remedy.decide(
                                                Step.GRANTS,
                                                "Let nobody but a function that checks write there, or confine what"
                                                        + " may be written by policies.",
                                                "revoke insert, update on " + lookup.sql() + " from "
                                                        + s.role().sql())))));
    }

    /** The tables that its sub-selects read, themselves or through functions that name them. */
    private static Stream<Relation> lookups(Database db, Policy policy, Map<Function, List<Long>> named) {
        Stream<Long> direct = db.expressions(policy)
                .flatMap(Expression::everywhere)
                .filter(Expression.Subquery.class::isInstance)
                .flatMap(e -> ((Expression.Subquery) e).query().relations());
        List<Function> functions = db.expressions(policy)
                .flatMap(db::functions)
                .flatMap(f -> db.reaches().of(f).functions().stream())
                .toList();
        Stream<Long> byFunctions =
                functions.stream().flatMap(f -> named.computeIfAbsent(f, g -> namedBy(db, g)).stream());
        return Stream.concat(direct, byFunctions)
                .distinct()
                .flatMap(oid -> db.catalogue().relation(oid).stream())
                .filter(r -> r.isTable() && !r.ofExtension());
    }

    private static List<Long> namedBy(Database db, Function function) {
        return db.catalogue().relations().stream()
                .filter(r -> function.source().mentions(r.name()))
                .map(Relation::oid)
                .toList();
    }

    /** Whoever adds a tenant does not become another one. */
    private static boolean writesFreely(Database db, Relation table, Standing role) {
        // Whom no policy binds is another finding.
        return !role.role().unbound()
                && Policies.commands(role, table).stream()
                        .filter(c -> c == Command.UPDATE || (c == Command.INSERT && !db.isRoot(table)))
                        .anyMatch(c -> !db.isConfined(table, role, c));
    }
}
