package io.partywall.inspector.probe;

import io.partywall.inspector.finding.Severity;
import java.sql.SQLException;
import java.util.Optional;

/** L5: changing, adding, removing, moving and locking another tenant's rows. */
final class ForeignWrites implements Probe {

    private static final String ID = "L5";

    @Override
    public String title() {
        return "writing another tenant's rows";
    }

    @Override
    public void run(Ground ground) throws SQLException {
        for (Identity who : ground.ofA()) {
            for (Target target : ground.targets()) {
                if (target.isTable() && who.standing().writes(target.relation())) {
                    ground.inTransaction(() -> {
                        attack(ground, who, target);
                        return true;
                    });
                }
            }
        }
    }

    private static void attack(Ground ground, Identity who, Target target) throws SQLException {
        if (target.ownership().isEmpty()) {
            ground.results().notTried(ID, target.sql(), "nothing tells whose its rows are");
            return;
        }
        Optional<SampleRow> theirs = ground.rowOf(target, ground.b());
        Optional<SampleRow> mine = ground.rowOf(target, ground.a());
        if (theirs.isEmpty()) {
            ground.results().notTried(ID, target.sql(), ground.fixture().reason(target.relation()));
            return;
        }
        Verdict verdict = new Verdict();
        new Writes(ground, who, target, theirs.get(), verdict).attack(mine);
        String whoInContext = who.role() + " in the context of " + who.tenant();
        verdict.report(ground.results(), ID, target.sql(), Severity.CRITICAL, whoInContext);
    }
}
