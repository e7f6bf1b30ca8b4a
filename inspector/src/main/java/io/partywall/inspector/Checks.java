package io.partywall.inspector;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.channels.ChannelChecks;
import io.partywall.inspector.check.grants.GrantChecks;
import io.partywall.inspector.check.keys.KeyChecks;
import io.partywall.inspector.check.performance.PerformanceChecks;
import io.partywall.inspector.check.policies.PolicyChecks;
import io.partywall.inspector.check.relations.RelationChecks;
import io.partywall.inspector.check.roles.RoleChecks;
import io.partywall.inspector.check.server.ServerChecks;
import java.util.List;
import java.util.stream.Stream;

/** Every check there is, group by group. */
final class Checks {

    private Checks() {}

    static List<Check> all() {
        return Stream.of(
                        RoleChecks.all(),
                        RelationChecks.all(),
                        PolicyChecks.all(),
                        KeyChecks.all(),
                        GrantChecks.all(),
                        ChannelChecks.all(),
                        PerformanceChecks.all(),
                        ServerChecks.all())
                .flatMap(List::stream)
                .toList();
    }
}
