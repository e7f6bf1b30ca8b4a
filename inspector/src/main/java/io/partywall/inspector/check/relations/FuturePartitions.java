package io.partywall.inspector.check.relations;

import io.partywall.inspector.catalogue.DefaultPrivilege;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.List;

/** B7. */
final class FuturePartitions extends Check {

    FuturePartitions() {
        super(
                "B7",
                Severity.HIGH,
                "partitions to come that are handed out unwalled",
                "A new partition has no row-level security of its own, and default privileges give it to the"
                        + " application as soon as it is created.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        db.catalogue().relations().stream()
                .filter(table -> table.kind() == Relation.Kind.PARTITIONED_TABLE)
                .filter(table -> db.isTenantTable(table) || db.isConfined(table.oid()))
                .filter(table -> db.application().stream().noneMatch(role -> role.owns(table)))
                .forEach(table -> db.catalogue().defaultPrivileges().stream()
                        .filter(given -> given.schema() == 0 || given.schema() == table.schemaOid())
                        .filter(given -> creates(db, given.creator(), table))
                        .filter(given -> arrives(db, given, table))
                        .forEach(given -> findings.add(
                                table.sql(),
                                "tables that "
                                        + db.catalogue().role(given.creator()).name() + " creates in " + table.schema()
                                        + " are granted to "
                                        + db.catalogue().role(given.grantee()).name() + " at once",
                                "select defaclrole::regrole, defaclnamespace::regnamespace, defaclacl from"
                                        + " pg_default_acl where defaclobjtype = 'r'",
                                remedy(db, given))));
    }

    /** Only who has the owner's rights can add a partition. */
    private static boolean creates(Database db, long creator, Relation table) {
        return db.catalogue().role(creator).superuser() || db.catalogue().inherits(creator, table.owner());
    }

    private static boolean arrives(Database db, DefaultPrivilege given, Relation table) {
        return db.application().stream()
                .filter(role -> db.schemaOf(table).filter(role::uses).isPresent())
                .anyMatch(role -> role.isAmong(List.of(given.grantee())));
    }

    private static Remedy remedy(Database db, DefaultPrivilege given) {
        String schema = db.catalogue()
                .schema(given.schema())
                .map(s -> " in schema " + s.sql())
                .orElse("");
        String grantee = given.grantee() == Role.PUBLIC
                ? "public"
                : db.catalogue().role(given.grantee()).sql();
        return Remedy.decide(
                Step.GRANTS,
                "Tables that are no partitions then need a grant of their own; or keep partitions in a schema that the"
                        + " application may not use.",
                "alter default privileges for role "
                        + db.catalogue().role(given.creator()).sql() + schema + " revoke all on tables from "
                        + grantee);
    }
}
