package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Command;
import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.check.Walls;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** C4. */
final class NoFloor extends Check {

    NoFloor() {
        super(
                "C4",
                Severity.MEDIUM,
                "no restrictive floor",
                "Without a RESTRICTIVE policy on the tenant, the next permissive policy that somebody adds opens the"
                        + " table: permissive ones are joined by OR.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        List<Relation> walled = db.tenantTables()
                .filter(Relation::rowSecurity)
                .filter(t -> t.parents().isEmpty() || !db.reaching(t).isEmpty())
                .toList();
        List<Relation> bare = walled.stream()
                .filter(t -> t.parents().isEmpty())
                .filter(t -> !db.isGlobal(t) && isAsked(db, t) && !hasFloor(db, t))
                .toList();
        if (walled.stream().noneMatch(t -> hasFloor(db, t))) {
            if (!bare.isEmpty()) {
                findings.add(
                        Severity.LOW,
                        "database",
                        "no table of tenants has a restrictive policy on the tenant",
                        "select c.oid::regclass, count(p.oid) filter (where not p.polpermissive) as restrictive from"
                            + " pg_class c left join pg_policy p on p.polrelid = c.oid where c.relrowsecurity group by"
                            + " 1",
                        remedy(db, bare));
            }
            return;
        }
        bare.forEach(table -> findings.add(
                table.sql(),
                "other tables of tenants have a restrictive policy on the tenant, this one has none",
                table.query(),
                remedy(db, List.of(table))));
    }

    private static boolean isAsked(Database db, Relation table) {
        return db.reaching(table).stream()
                .anyMatch(s -> db.policies(table, s).stream().anyMatch(Policy::permissive));
    }

    /** Whether it has one below reading, or below writing where nobody reads; the rest is said of the policies there. */
    private static boolean hasFloor(Database db, Relation table) {
        return db.reaching(table).stream()
                .allMatch(s -> Policies.commands(s, table).contains(Command.SELECT)
                        ? db.hasFloor(table, s, Command.SELECT)
                        : Stream.of(Command.values()).anyMatch(c -> db.hasFloor(table, s, c)));
    }

    private static Remedy remedy(Database db, List<Relation> tables) {
        String[] floors = tables.stream().map(t -> Walls.floor(db, t)).toArray(String[]::new);
        // A floor takes nothing from a table all of whose policies confine.
        boolean lossless = tables.stream()
                .allMatch(t -> db.reaching(t).stream()
                        .flatMap(s -> db.policies(t, s).stream())
                        .filter(Policy::permissive)
                        .flatMap(p -> Stream.of(db.seen(p), db.written(p)).flatMap(Optional::stream))
                        .allMatch(m -> m.confines() && !m.passesNobodysRows()));
        return lossless
                ? Remedy.mechanical(Step.POLICIES, floors)
                : Remedy.decide(
                        Step.POLICIES,
                        "Where rows of no tenant are shared, let the floor for SELECT pass them; rows of other tenants"
                                + " are no longer seen.",
                        floors);
    }
}
