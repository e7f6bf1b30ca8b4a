package io.partywall.inspector.check.relations;

import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Walls;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Step;

/** Partitions and inheriting tables: parts of a table that can be named without it. */
final class Parts {

    private Parts() {}

    /** Whether the application reaches the part of a tenants' table by its own name, where no policy is asked. */
    static boolean isOpen(Database db, Relation part) {
        return part.isTable()
                && !part.rowSecurity()
                && !part.ofExtension()
                && (db.isTenantTable(part) || part.parents().stream().anyMatch(db::isConfined))
                && !db.reaching(part).isEmpty();
    }

    /** Row security of its own. */
    static Remedy remedy(Database db, Relation part) {
        return db.catalogue().policies(part).isEmpty() && db.isTenantTable(part)
                ? Walls.remedy(db, part)
                : Remedy.mechanical(Step.ROW_SECURITY, Walls.enable(part), Walls.force(part));
    }
}
