package io.partywall.inspector.check.grants;

import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Revocation;
import io.partywall.inspector.finding.Severity;
import java.util.List;

/** E7. */
final class CreatesInDatabase extends Check {

    CreatesInDatabase() {
        super(
                "E7",
                Severity.MEDIUM,
                "the application may create schemas",
                "In a schema of its own it may put whatever it likes, in front of what others mean.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        List<Standing> creators = db.application().stream()
                .filter(s -> s.createsInDatabase() && !s.inherits(db.server().databaseOwner()))
                .toList();
        if (!creators.isEmpty()) {
            findings.add(
                    "database",
                    Database.names(creators) + " may create schemas in it",
                    TemporaryTables.query(db),
                    new Revocation(db, creators)
                            .of("create", TemporaryTables.database(db))
                            .remedy());
        }
    }
}
