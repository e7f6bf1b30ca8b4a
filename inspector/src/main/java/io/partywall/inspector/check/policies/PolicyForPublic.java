package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.check.Walls;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.Set;
import java.util.stream.Collectors;

/** C10. */
final class PolicyForPublic extends Check {

    PolicyForPublic() {
        super(
                "C10",
                Severity.LOW,
                "a policy for everybody",
                "It is asked for roles that it was not written for, such as reporting or support, and gives each of"
                        + " them what it lets through.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Policies.asked(db).filter(p -> p.permissive() && p.forPublic()).forEach(p -> {
            String alter = Policies.alter(db, p) + " to " + Walls.roles(db);
            findings.add(
                    Policies.object(db, p),
                    "permissive, for " + p.command() + ", to PUBLIC",
                    Policies.query(db, p),
                    isOnlyTheApplications(db, Policies.table(db, p))
                            ? Remedy.mechanical(Step.POLICIES, alter)
                            : Remedy.decide(
                                    Step.POLICIES,
                                    "Other roles reach the table as well: name those too that should see what it lets"
                                            + " through.",
                                    alter));
        });
    }

    /** Whether nobody loses rows when only the application's roles are named. */
    private static boolean isOnlyTheApplications(Database db, Relation table) {
        Set<Long> application =
                db.application().stream().map(s -> s.role().oid()).collect(Collectors.toSet());
        return db.catalogue().grants().stream()
                        .filter(g -> g.relation() == table.oid())
                        .allMatch(g -> application.contains(g.grantee())
                                || (g.grantee() != Role.PUBLIC
                                        && db.catalogue().role(g.grantee()).unbound()))
                && db.catalogue().bypasses(table.owner(), table);
    }
}
