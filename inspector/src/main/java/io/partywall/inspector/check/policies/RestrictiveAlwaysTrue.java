package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import io.partywall.inspector.meaning.Meaning;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** C6. */
final class RestrictiveAlwaysTrue extends Check {

    RestrictiveAlwaysTrue() {
        super(
                "C6",
                Severity.MEDIUM,
                "a restrictive policy that restricts nothing",
                "Its expression is always true: it looks like a floor and bears nothing.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Policies.asked(db)
                .filter(p -> !p.permissive())
                .filter(p -> {
                    List<Meaning> meanings = Stream.of(db.seen(p), db.written(p))
                            .flatMap(Optional::stream)
                            .toList();
                    return !meanings.isEmpty() && meanings.stream().allMatch(Meaning::alwaysTrue);
                })
                .forEach(p -> findings.add(
                        Policies.object(db, p),
                        "its expression is always true: " + (p.using() == null ? p.check() : p.using()),
                        Policies.query(db, p),
                        remedy(db, p)));
    }

    private static Remedy remedy(Database db, Policy policy) {
        String ask = Policies.ask(db, policy, db.tenantPredicate(Policies.table(db, policy)));
        boolean ofTenants = db.hasTenantColumn(policy.relation());
        return ofTenants
                ? Remedy.decide(Step.POLICIES, "Let it demand the tenant, or drop it.", ask)
                : Remedy.mechanical(Step.POLICIES, Policies.drop(db, policy));
    }
}
