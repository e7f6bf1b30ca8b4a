package io.partywall.inspector.check.roles;

import io.partywall.inspector.catalogue.Catalogue;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.List;
import java.util.stream.Collectors;

/** G6. */
final class LoginBecomesUnbound extends Check {

    LoginBecomesUnbound() {
        super(
                "G6",
                Severity.HIGH,
                "the login behind the application can become a role that no policy binds",
                "RESET ROLE gives a session its login's rights back, and from there one SET ROLE passes every policy.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Catalogue catalogue = db.catalogue();
        catalogue.roles().stream()
                .filter(login -> login.canLogin() && !login.unbound() && !login.predefined())
                .filter(login ->
                        db.everyApplication().stream().noneMatch(s -> s.role().equals(login)))
                .filter(login -> db.application().stream()
                        .anyMatch(s -> Memberships.leads(
                                        catalogue, login.oid(), s.role().oid())
                                && !catalogue.inherits(login.oid(), s.role().oid())))
                .forEach(login -> {
                    List<Role> unbound = catalogue.roles().stream()
                            .filter(r -> r.unbound() && Memberships.leads(catalogue, login.oid(), r.oid()))
                            .toList();
                    if (!unbound.isEmpty()) {
                        String names = unbound.stream().map(Role::name).collect(Collectors.joining(", "));
                        findings.add(
                                login.object(),
                                login.name() + " can become the application, and also " + names,
                                Memberships.query(catalogue, login, "rolsuper or rolbypassrls"),
                                Remedy.decide(
                                        Step.ROLES,
                                        "Give what has to act for all tenants a login of its own, with its own"
                                                + " credentials.",
                                        Memberships.revocations(
                                                catalogue,
                                                unbound.stream()
                                                        .flatMap(r ->
                                                                Memberships.leading(catalogue, login.oid(), r.oid())
                                                                        .stream())
                                                        .toList())));
                    }
                });
    }
}
