package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.catalogue.Privilege;
import io.partywall.inspector.catalogue.Relation.Kind;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.finding.Severity;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** L3: what is to be had when no context was set, and when it was left empty. Runs first, while none was ever set. */
final class WithoutContext implements Probe {

    private static final String ID = "L3";

    @Override
    public String title() {
        return "without a context";
    }

    @Override
    public void run(Ground ground) throws SQLException {
        if (ground.byRole()) {
            ground.results().notTried(ID, "database", "who is logged in is the context: nobody is without one");
            return;
        }
        for (Standing standing : ground.actors()) {
            for (Identity nobody : List.of(ground.nobody(standing), ground.emptied(standing))) {
                for (Target target : ground.targets()) {
                    if (!standing.privileges(target.relation()).isEmpty()) {
                        ground.inTransaction(() -> {
                            look(ground, nobody, target);
                            return true;
                        });
                    }
                }
                for (Function function : ground.rowFunctions(standing)) {
                    ground.inTransaction(() -> {
                        call(ground, nobody, function);
                        return true;
                    });
                }
            }
        }
    }

    private static void look(Ground ground, Identity nobody, Target target) throws SQLException {
        if (target.ownership().isEmpty() || target.relation().kind() == Kind.FOREIGN_TABLE) {
            ground.results().notTried(ID, target.sql(), "nothing tells whose its rows are");
            return;
        }
        Optional<SampleRow> theirs = ground.rowOf(target, ground.b());
        Verdict verdict = new Verdict();
        if (Ground.may(nobody.standing(), target, Privilege.SELECT)) {
            Sight sight = Sight.of(ground, nobody, target);
            if (sight.leaks()) {
                verdict.hole("sees " + sight.count() + " rows", sight.query());
            } else if (sight.undecided()) {
                verdict.unclear("select", sight.reason());
            } else if (sight.others() == 0 || sight.denied()) {
                verdict.held("select");
            } else {
                // Failing loudly is as good as finding nothing.
                verdict.held("select (" + sight.reason() + ")");
            }
        }
        if (target.isTable() && theirs.isPresent()) {
            new Writes(ground, nobody, target, theirs.get(), verdict).attack(Optional.empty());
        } else if (target.isTable()) {
            verdict.unclear("writing", ground.fixture().reason(target.relation()));
        }
        verdict.report(ground.results(), ID, target.sql(), Severity.CRITICAL, nobody.role() + " without a context");
    }

    private static void call(Ground ground, Identity nobody, Function function) throws SQLException {
        Optional<String> stays = ground.outside().of(function);
        Sight sight = stays.isPresent()
                ? new Sight(-1, 0, stays.get(), false, false, "")
                : Sight.of(ground, nobody, function);
        if (sight.leaks()) {
            String detail = nobody.role() + " without a context gets " + sight.count() + " rows";
            ground.results().broken(ID, Severity.CRITICAL, function.object(), detail, sight.query());
        } else if (sight.others() == 0 || sight.denied()) {
            ground.results().held(ID, function.object(), "returns no tenant's rows");
        } else {
            ground.results().notTried(ID, function.object(), sight.reason());
        }
    }
}
