package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Membership;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.List;

/** C7c. */
final class InheritedPolicy extends OpenPolicyCheck {

    InheritedPolicy() {
        super(
                "C7c",
                Severity.CRITICAL,
                "an open policy that applies by inheritance",
                "PostgreSQL asks a policy for whoever has the rights of a role that it names: a member of a support"
                        + " role sees what support sees, without becoming it.");
    }

    @Override
    Remedy remedy(Database db, OpenPolicy open) {
        List<String> revokes = open.roles().stream()
                .map(Standing::role)
                .flatMap(member -> db.catalogue().memberships().stream()
                        .filter(m -> m.member() == member.oid() && leadsTo(db, m, open))
                        .map(m -> revoke(db.catalogue().role(m.role()), member)))
                .distinct()
                .toList();
        return Remedy.decide(
                Step.ROLES,
                "Take the membership away, or grant it WITH INHERIT FALSE (PostgreSQL 16 and newer) where the role has"
                        + " to be assumed by SET ROLE.",
                revokes.toArray(String[]::new));
    }

    private static boolean leadsTo(Database db, Membership membership, OpenPolicy open) {
        return open.policy().roles().stream()
                .anyMatch(role -> Members.of(db, role).contains(membership.role()));
    }

    private static String revoke(Role role, Role member) {
        return "revoke " + role.sql() + " from " + member.sql();
    }
}
