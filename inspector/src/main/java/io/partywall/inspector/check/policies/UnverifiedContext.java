package io.partywall.inspector.check.policies;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.expression.Expression;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.meaning.Reach;
import java.util.Set;

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
        db.policies()
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
