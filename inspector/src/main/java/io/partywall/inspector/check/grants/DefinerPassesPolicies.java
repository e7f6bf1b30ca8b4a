package io.partywall.inspector.check.grants;

import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Revocation;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.meaning.Reach;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** E12. */
final class DefinerPassesPolicies extends Check {

    DefinerPassesPolicies() {
        super(
                "E12",
                Severity.CRITICAL,
                "a SECURITY DEFINER function reaches past the policies",
                "It acts with the rights of its owner, whom no policy binds, and never asks whose context it is called"
                        + " in.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        db.catalogue().functions().stream()
                .filter(f -> f.securityDefiner() && !f.trigger() && !f.ofExtension())
                .filter(f -> !asksWhoActs(db, db.reaches().of(f)))
                .forEach(function -> {
                    List<Standing> callers = db.application().stream()
                            .filter(s -> s.calls(function) && !s.inherits(function.owner()))
                            .toList();
                    String passed = passed(db, function);
                    if (!callers.isEmpty() && !passed.isEmpty()) {
                        findings.add(
                                function.object(),
                                Database.names(callers) + " may call it; it acts as "
                                        + db.catalogue().role(function.owner()).name() + ", whom no policy binds on "
                                        + passed,
                                function.query(),
                                new Revocation(db, callers)
                                        .of("execute", "routine " + function.signature())
                                        .remedy("Or take the tenant from the context inside it; or let an owner own it"
                                                + " whom the policies bind."));
                    }
                });
    }

    /** By the context, or by the login: current_user is the owner inside. */
    private static boolean asksWhoActs(Database db, Reach reach) {
        return reach.settings().contains(Reach.ANY_SETTING)
                || reach.settings().stream().anyMatch(db.contextSettings()::contains)
                || reach.functions().stream().anyMatch(f -> f.source().mentions("session_user"));
    }

    /** Whether it names tables of tenants: then it is about these. */
    private static boolean namesTables(Database db, Set<Function> called) {
        return db.tenantTables().anyMatch(t -> called.stream().anyMatch(f -> names(f, t)));
    }

    private static boolean names(Function function, Relation relation) {
        return function.source().mentions(relation.name())
                || (function.source().executesText()
                        && function.source().strings().stream().anyMatch(s -> s.contains(relation.name())));
    }

    /** A table of tenants on which no policy binds the owner, and which the function names, through a view perhaps. */
    private static String passed(Database db, Function function) {
        List<Relation> bare = db.tenantTables()
                .filter(t -> db.catalogue().bypasses(function.owner(), t))
                .toList();
        Set<Function> called = db.reaches().of(function).functions();
        return db.catalogue().relations().stream()
                .filter(r -> bare.contains(r)
                        || (r.kind() == Relation.Kind.VIEW
                                && db.catalogue().readBy(r).stream().anyMatch(bare::contains)))
                .filter(r -> called.stream().anyMatch(f -> names(f, r)))
                .map(Relation::sql)
                .findFirst()
                .or(() -> called.stream().anyMatch(f -> f.source().executesText()) && !namesTables(db, called)
                        ? bare.stream().map(Relation::sql).findFirst()
                        : Optional.empty())
                .orElse("");
    }
}
