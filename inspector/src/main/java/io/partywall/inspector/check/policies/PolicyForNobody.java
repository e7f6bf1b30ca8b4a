package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** C32. */
final class PolicyForNobody extends Check {

    PolicyForNobody() {
        super(
                "C32",
                Severity.LOW,
                "a policy for a role that nobody can be",
                "It is never asked, and so never tested; it comes to life when somebody becomes a member.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        db.catalogue().relations().stream()
                .filter(r -> r.isTable() && !r.ofExtension())
                .flatMap(table -> db.catalogue().policies(table).stream())
                .filter(p -> p.roles().stream().allMatch(oid -> isNobody(db, oid)))
                .forEach(p -> findings.add(
                        Policies.object(db, p),
                        "only for " + Policies.roles(db, p) + ": no login, and no member",
                        Policies.query(db, p),
                        Remedy.decide(
                                Step.POLICIES, "Drop it, or name the role that was meant.", Policies.drop(db, p))));
    }

    /** Whose views and functions act as it is somebody. */
    private static boolean isNobody(Database db, long oid) {
        boolean acts = db.catalogue().relations().stream().anyMatch(r -> r.owner() == oid)
                || db.catalogue().functions().stream().anyMatch(f -> f.owner() == oid);
        Role role = db.catalogue().role(oid);
        return oid != Role.PUBLIC
                && !acts
                && !role.canLogin()
                && !role.predefined()
                && Members.of(db, oid).size() == 1;
    }
}
