package io.partywall.inspector.check.grants;

import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Database;
import java.util.stream.Stream;

/** The tables in which tenants' rows are, with or without the tenant column. */
final class Tables {

    private Tables() {}

    /** Tenant tables, the root, and what else has row security. */
    static Stream<Relation> ofTenants(Database db) {
        return db.catalogue().relations().stream()
                .filter(r -> r.isTable() && !r.ofExtension() && !db.isGlobal(r))
                .filter(r -> db.isTenantTable(r) || db.isRoot(r) || r.rowSecurity());
    }
}
