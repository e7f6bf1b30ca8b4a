package io.partywall.inspector.check.grants;

import io.partywall.inspector.catalogue.Privilege;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.finding.Severity;
import java.util.List;
import java.util.Optional;

/** E4. Only since PostgreSQL 17. */
final class MaintainGranted extends UnboundPrivilege {

    MaintainGranted() {
        super(
                "E4",
                Severity.MEDIUM,
                Privilege.MAINTAIN,
                "LOCK TABLE, CLUSTER and VACUUM FULL stop every tenant's work on the table for as long as one likes.");
    }

    /** Members of pg_maintain hold it on every table: A10 says that once. */
    @Override
    List<Standing> holders(Database db, Relation table) {
        Optional<Role> everywhere = db.catalogue().role("pg_maintain");
        return super.holders(db, table).stream()
                .filter(s -> everywhere.filter(r -> s.inherits(r.oid())).isEmpty())
                .toList();
    }
}
