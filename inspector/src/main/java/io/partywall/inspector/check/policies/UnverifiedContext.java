package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Command;
import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.expression.Expression;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.meaning.Meaning;
import io.partywall.inspector.meaning.Reach;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** C33. */
final class UnverifiedContext extends Check {

    UnverifiedContext() {
        super(
                "C33",
                Severity.MEDIUM,
                "a context that nothing verifies",
                "Any session may set it to any tenant: one injected statement that calls set_config is enough. A"
                        + " signed context ends that.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        List<Relation> verified = tables(db).filter(t -> isVerified(db, t)).toList();
        boolean noFloors = db.tenantTables().noneMatch(t -> hasFloor(db, t));
        db.policies()
                .filter(p -> !verified.contains(Policies.table(db, p)))
                // A table that alone lacks the floor is C4's.
                .filter(p -> noFloors || hasFloor(db, Policies.table(db, p)))
                .forEach(p -> db.expressions(p).flatMap(Expression::everywhere).forEach(e -> {
                    if (e instanceof Expression.Call call) {
                        db.meanings()
                                .readSetting(call)
                                .ifPresent(setting -> report(
                                        db, findings, Set.of(setting), Policies.object(db, p), Policies.query(db, p)));
                        db.catalogue().function(call.function()).ifPresent(f -> {
                            Reach reach = db.reaches().of(f);
                            if (!reach.verifies()) {
                                report(db, findings, reach.settings(), f.object(), f.query());
                            }
                        });
                    }
                }));
    }

    private static Stream<Relation> tables(Database db) {
        return Stream.concat(db.tenantTables(), db.root().stream());
    }

    /** Whether a floor verifies what it compares with, or else every policy that lets rows through. */
    private static boolean isVerified(Database db, Relation table) {
        return db.reaching(table).stream().allMatch(s -> {
            List<Policy> confining = db.policies(table, s).stream()
                    .filter(p -> db.seen(p).map(Meaning::confines).orElse(false))
                    .toList();
            return confining.stream().anyMatch(p -> !p.permissive() && verifies(db, p))
                    || (!confining.isEmpty() && confining.stream().allMatch(p -> verifies(db, p)));
        });
    }

    private static boolean verifies(Database db, Policy policy) {
        return db.expressions(policy)
                .flatMap(db::functions)
                .anyMatch(f -> db.reaches().of(f).verifies());
    }

    private static boolean hasFloor(Database db, Relation table) {
        return db.reaching(table).stream().anyMatch(s -> db.hasFloor(table, s, Command.SELECT));
    }

    private static void report(Database db, Findings findings, Set<String> settings, String reader, String query) {
        settings.stream()
                .filter(db.contextSettings()::contains)
                .forEach(setting -> findings.add(
                        "setting " + setting,
                        reader + " takes it as it was set",
                        query,
                        Remedy.advice(
                                "Let policies call a function that checks a signature over the tenant, made by the"
                                        + " application with a key that its role cannot read.")));
    }
}
