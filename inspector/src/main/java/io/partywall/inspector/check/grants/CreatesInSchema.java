package io.partywall.inspector.check.grants;

import io.partywall.inspector.catalogue.Schema;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Revocation;
import io.partywall.inspector.finding.Severity;
import java.util.List;

/** E6. */
final class CreatesInSchema extends Check {

    CreatesInSchema() {
        super(
                "E6",
                Severity.HIGH,
                "the application may create in a schema",
                "A function or table of its own there can be found before the one that a policy, a helper or a"
                        + " migration means.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        for (Schema schema : db.catalogue().schemas()) {
            List<Standing> creators = db.application().stream()
                    .filter(s -> s.createsIn(schema) && !s.inherits(schema.owner()))
                    .toList();
            if (!creators.isEmpty()) {
                findings.add(
                        schema.object(),
                        Database.names(creators) + " may create in " + schema.name(),
                        "select nspname, nspowner::regrole, nspacl from pg_namespace where nspname = "
                                + Sql.literal(schema.name()),
                        new Revocation(db, creators)
                                .of("create", schema.object())
                                .remedy());
            }
        }
    }
}
