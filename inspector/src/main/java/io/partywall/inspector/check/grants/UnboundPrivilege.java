package io.partywall.inspector.check.grants;

import io.partywall.inspector.catalogue.Privilege;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Lineage;
import io.partywall.inspector.check.Revocation;
import io.partywall.inspector.finding.Severity;
import java.util.List;
import java.util.Locale;

/** A privilege on a table of tenants that no policy bounds, held by the application. What PUBLIC holds, E5 says. */
abstract class UnboundPrivilege extends Check {

    private final Privilege privilege;

    UnboundPrivilege(String id, Severity severity, Privilege privilege, String explanation) {
        super(id, severity, "the application holds " + privilege + " on a table of tenants", explanation);
        this.privilege = privilege;
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Lineage.families(
                        db.catalogue(),
                        Tables.ofTenants(db).filter(t -> !holders(db, t).isEmpty()))
                .forEach((table, family) -> {
                    List<Standing> holders = holders(db, table);
                    Revocation revocation = new Revocation(db, holders);
                    family.forEach(t -> revocation.of(privilege.name().toLowerCase(Locale.ROOT), t));
                    findings.add(
                            table.sql(),
                            Database.names(holders) + " may " + privilege + " it",
                            table.query(),
                            revocation.remedy());
                });
    }

    /** Those of the application's roles that hold the privilege on the table. */
    List<Standing> holders(Database db, Relation table) {
        return db.grantedToPublic(table, privilege) ? List.of() : db.granted(table, privilege);
    }
}
