package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Relation.Kind;
import io.partywall.inspector.check.Database;
import java.util.List;
import java.util.Optional;

/** A relation that an application role reaches, with the way to tell whose its rows are, where there is one. */
record Target(Relation relation, Optional<Ownership> ownership) {

    /** Those of the database, parents before their partitions; what is no tenant's on purpose is left out. */
    static List<Target> all(Database db) {
        List<Relation> global = db.assumedGlobal().toList();
        return db.catalogue().relations().stream()
                .filter(r -> r.kind() != Kind.SEQUENCE && !r.ofExtension() && !db.isGlobal(r))
                .filter(r -> !db.reaching(r).isEmpty() && !global.contains(r))
                // A list of tenants that no policy was meant to bind is read by many on purpose, but not written.
                .filter(r -> !db.isRoot(r)
                        || r.rowSecurity()
                        || db.application().stream().anyMatch(s -> s.writes(r)))
                .sorted((a, b) ->
                        Integer.compare(a.parents().size(), b.parents().size()))
                .map(r -> new Target(r, Ownership.of(db, r)))
                .toList();
    }

    boolean isTable() {
        return relation.isTable();
    }

    String sql() {
        return relation.sql();
    }
}
