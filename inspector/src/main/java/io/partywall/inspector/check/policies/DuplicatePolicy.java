package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** C31. */
final class DuplicatePolicy extends Check {

    DuplicatePolicy() {
        super(
                "C31",
                Severity.LOW,
                "a policy that is there twice",
                "It says what another one says already; whoever changes one of them forgets the other.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        db.catalogue().relations().stream()
                .filter(r -> r.isTable() && !r.ofExtension())
                .forEach(table -> {
                    Map<List<Object>, Policy> first = new HashMap<>();
                    for (Policy policy : db.catalogue().policies(table)) {
                        Policy other = first.putIfAbsent(says(policy), policy);
                        if (other != null) {
                            findings.add(
                                    Policies.object(db, policy),
                                    "it says the same as " + other.name(),
                                    Policies.query(db, policy),
                                    Remedy.mechanical(Step.POLICIES, Policies.drop(db, policy)));
                        }
                    }
                });
    }

    private static List<Object> says(Policy policy) {
        return List.of(
                policy.letter(),
                policy.permissive(),
                Set.copyOf(policy.roles()),
                Optional.ofNullable(policy.using()),
                Optional.ofNullable(policy.check()));
    }
}
