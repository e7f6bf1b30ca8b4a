package io.partywall.inspector.check.roles;

import io.partywall.inspector.catalogue.Possession;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import java.util.List;
import java.util.stream.Collectors;

/** A15. */
final class OwnsOtherThings extends Check {

    private static final int SHOWN = 5;

    OwnsOtherThings() {
        super(
                "A15",
                Severity.MEDIUM,
                "the application owns functions, views or other objects",
                "The same login migrates and runs: what it owns it can replace, and whoever trusts that object trusts"
                        + " every statement that reaches the application.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        for (Standing app : db.application()) {
            List<Possession> owned = app.possessions().stream()
                    .filter(p -> db.catalogue()
                            .relation(p.relation())
                            .filter(r -> db.isTenantTable(r) || db.isRoot(r))
                            .isEmpty())
                    .toList();
            if (!owned.isEmpty()) {
                findings.add(
                        app.role().object(),
                        app.role().name() + " owns "
                                + owned.stream()
                                        .limit(SHOWN)
                                        .map(p -> p.type() + " " + p.name())
                                        .collect(Collectors.joining(", "))
                                + (owned.size() > SHOWN ? " and " + (owned.size() - SHOWN) + " more" : ""),
                        "select refobjid::regrole as owner, pg_describe_object(classid, objid, objsubid) from"
                                + " pg_shdepend where deptype = 'o' and dbid = (select oid from pg_database where"
                                + " datname = current_database()) and pg_has_role("
                                + Sql.literal(app.role().name()) + ", refobjid, 'USAGE')",
                        remedy(db, app, owned));
            }
        }
    }

    private static Remedy remedy(Database db, Standing app, List<Possession> owned) {
        long own = app.role().oid();
        List<Possession> itsOwn = owned.stream()
                .filter(p -> p.owner() == own && !p.type().equals("extension"))
                .toList();
        return Ownership.remedy(
                db,
                itsOwn.isEmpty() ? owned.getFirst().owner() : own,
                Ownership.given(db, itsOwn, p -> p.type() + " " + p.name()),
                "");
    }
}
