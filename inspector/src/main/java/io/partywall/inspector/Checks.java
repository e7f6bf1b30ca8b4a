package io.partywall.inspector;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.policies.PolicyChecks;
import io.partywall.inspector.check.relations.RelationChecks;
import io.partywall.inspector.check.roles.RoleChecks;
import java.util.List;
import java.util.stream.Stream;

/** Every check there is, group by group. */
final class Checks {

    private Checks() {}

    static List<Check> all() {
        return Stream.of(RoleChecks.all(), RelationChecks.all(), PolicyChecks.all())
                .flatMap(List::stream)
                .toList();
    }
}
