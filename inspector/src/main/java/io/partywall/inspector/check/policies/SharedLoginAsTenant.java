package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** C19. */
final class SharedLoginAsTenant extends Check {

    SharedLoginAsTenant() {
        super(
                "C19",
                Severity.MEDIUM,
                "the login is the tenant, but there is one login",
                "Where all tenants come through one pooled login, current_user is the same for all of them: they share"
                        + " its rows.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        db.policies()
                .filter(p -> Stream.of(db.seen(p), db.written(p))
                        .flatMap(Optional::stream)
                        .anyMatch(m ->
                                m.confines() && m.bySessionUser() && m.context().isEmpty()))
                .filter(p -> !db.reaching(Policies.table(db, p)).isEmpty())
                .forEach(p -> {
                    Set<Long> people = people(db, p);
                    if (people.size() <= 1) {
                        findings.add(
                                Policies.object(db, p),
                                "tenants are told by who is logged in, which can only be "
                                        + people.stream()
                                                .map(oid ->
                                                        db.catalogue().role(oid).name())
                                                .collect(Collectors.joining()),
                                Policies.query(db, p),
                                Remedy.advice(
                                        "Give every tenant a role of its own, or let the application say the tenant in"
                                                + " a setting of the transaction and compare with that."));
                    }
                });
    }

    /** The roles that can be the tenant: whom it is for and who belongs to them, but for groups. */
    private static Set<Long> people(Database db, Policy policy) {
        return (policy.forPublic()
                        ? db.application().stream().map(s -> s.role().oid())
                        : policy.roles().stream().flatMap(role -> Members.of(db, role).stream()))
                .filter(oid -> !db.catalogue().role(oid).unbound())
                .filter(oid -> db.catalogue().role(oid).canLogin()
                        || Members.of(db, oid).size() == 1
                        || !policy.roles().contains(oid))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
