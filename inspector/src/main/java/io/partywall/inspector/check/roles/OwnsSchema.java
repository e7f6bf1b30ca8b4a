package io.partywall.inspector.check.roles;

import io.partywall.inspector.catalogue.Schema;
import io.partywall.inspector.catalogue.Server;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import java.util.List;

/** A7. */
final class OwnsSchema extends Check {

    OwnsSchema() {
        super(
                "A7",
                Severity.HIGH,
                "the application owns a schema or the database",
                "Its owner may drop what is in a schema whoever owns that, put objects in front of others, and grant"
                        + " entry to anybody.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Server server = db.server();
        if (Ownership.isOwner(db, server.databaseOwner())) {
            findings.add(
                    "database",
                    Ownership.said(db, server.databaseOwner()),
                    "select datname, datdba::regrole from pg_database where datname = "
                            + Sql.literal(server.database()),
                    ofDatabase(db));
        }
        db.catalogue().schemas().stream()
                .filter(schema -> Ownership.isOwner(db, schema.owner()))
                .forEach(schema -> findings.add(
                        schema.object(),
                        Ownership.said(db, schema.owner()),
                        "select nspname, nspowner::regrole from pg_namespace where nspname = "
                                + Sql.literal(schema.name()),
                        // pg_database_owner: whoever owns the database has its rights, and nobody else can.
                        db.catalogue().role(schema.owner()).predefined() ? ofDatabase(db) : ofSchema(db, schema)));
    }

    private static Remedy ofDatabase(Database db) {
        String database = "database " + Sql.identifier(db.server().database());
        long owner = db.server().databaseOwner();
        return Ownership.remedy(db, owner, Ownership.given(db, List.of(database), d -> d), "");
    }

    private static Remedy ofSchema(Database db, Schema schema) {
        return Ownership.remedy(
                db,
                schema.owner(),
                Ownership.given(db, List.of(schema), Schema::object),
                "grant usage on " + schema.object() + " to %s");
    }
}
