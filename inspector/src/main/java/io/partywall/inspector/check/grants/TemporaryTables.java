package io.partywall.inspector.check.grants;

import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Revocation;
import io.partywall.inspector.check.Shadowable;
import io.partywall.inspector.finding.Severity;
import java.util.List;

/** E8, with G5. */
final class TemporaryTables extends Check {

    TemporaryTables() {
        super(
                "E8",
                Severity.MEDIUM,
                "the application may create temporary tables",
                "A temporary table is found before the table of the same name, in functions without a pinned search"
                        + " path too, and stays on a pooled connection for the next tenant.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        List<Standing> creators = db.application().stream()
                .filter(s -> s.createsTemporary() && !s.inherits(db.server().databaseOwner()))
                .toList();
        List<String> shadowable =
                Shadowable.functions(db).map(Function::signature).sorted().toList();
        if (!creators.isEmpty()) {
            findings.add(
                    shadowable.isEmpty() ? Severity.MEDIUM : Severity.HIGH,
                    "database",
                    Database.names(creators) + " may create temporary tables in it"
                            + (shadowable.isEmpty() ? "" : ", in front of what " + shadowable.getFirst() + " means"),
                    query(db),
                    new Revocation(db, creators).of("temporary", database(db)).remedy());
        }
    }

    static String database(Database db) {
        return "database " + Sql.identifier(db.server().database());
    }

    static String query(Database db) {
        return "select datname, datdba::regrole, datacl from pg_database where datname = "
                + Sql.literal(db.server().database());
    }
}
