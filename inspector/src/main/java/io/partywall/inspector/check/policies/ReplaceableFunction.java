package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.Schema;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** C24. */
final class ReplaceableFunction extends Check {

    ReplaceableFunction() {
        super(
                "C24",
                Severity.CRITICAL,
                "the application owns a function that policies ask",
                "Its owner may replace its body by one that says whatever tenant it likes.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        db.functionsOfPolicies().forEach(f -> {
            List<Standing> owners =
                    db.application().stream().filter(s -> s.inherits(f.owner())).toList();
            if (!owners.isEmpty()) {
                findings.add(
                        f.object(),
                        "owned by " + db.catalogue().role(f.owner()).name() + ", which " + Database.names(owners)
                                + " is or inherits from; policies call it",
                        f.query(),
                        remedy(db, f));
            }
        });
    }

    private static Remedy remedy(Database db, Function function) {
        Optional<Role> owner = Stream.concat(
                        db.catalogue().schema(function.schemaOid()).map(Schema::owner).stream(),
                        db.tenantTables().map(Relation::owner))
                .filter(oid -> db.application().stream().noneMatch(s -> s.inherits(oid)))
                .map(oid -> db.catalogue().role(oid))
                .filter(role -> !role.predefined())
                .findFirst();
        if (owner.isEmpty()) {
            return Remedy.advice("Create a role without login that owns the schema, and give the function to it.");
        }
        String alter = "alter " + function.word() + " " + function.signature() + " owner to "
                + owner.get().sql();
        return function.securityDefiner()
                ? Remedy.decide(Step.FUNCTIONS, "It then runs with the rights of its new owner.", alter)
                : Remedy.mechanical(Step.FUNCTIONS, alter);
    }
}
