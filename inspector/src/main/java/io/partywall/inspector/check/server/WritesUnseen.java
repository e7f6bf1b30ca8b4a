package io.partywall.inspector.check.server;

import io.partywall.inspector.catalogue.Command;
import io.partywall.inspector.catalogue.Privilege;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Lineage;
import io.partywall.inspector.check.Walls;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.List;
import java.util.stream.Stream;

/** K3. */
final class WritesUnseen extends Check {

    private static final List<Command> WRITES = List.of(Command.INSERT, Command.UPDATE, Command.DELETE);

    WritesUnseen() {
        super(
                "K3",
                Severity.MEDIUM,
                "rows may be written that no policy lets be seen",
                "UPDATE, DELETE, MERGE, RETURNING and ON CONFLICT ask the policies for SELECT too: without one they"
                        + " find nothing or fail, and the quick fix is a broad policy.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Lineage.families(
                        db.catalogue(),
                        Stream.concat(db.tenantTables(), db.root().stream())
                                .filter(t -> !unseeing(db, t).isEmpty()))
                .keySet()
                .forEach(table -> findings.add(
                        table.sql(),
                        "policies let " + Database.names(unseeing(db, table)) + " write, and none is for SELECT",
                        "select polname, polcmd, polpermissive from pg_policy where polrelid = "
                                + Sql.literal(table.sql()) + "::regclass",
                        Remedy.decide(
                                Step.POLICIES,
                                "A table that is only written to, such as an outbox, may stay as it is.",
                                "create policy tenant_select on " + table.sql() + " for select to " + Walls.roles(db)
                                        + " using (" + db.tenantPredicate(table) + ")")));
    }

    private static List<Standing> unseeing(Database db, Relation table) {
        return db.application().stream()
                .filter(s -> db.isBound(table, s))
                .filter(s -> WRITES.stream()
                        .anyMatch(c ->
                                s.privileges(table).contains(Privilege.valueOf(c.name())) && permits(db, table, s, c)))
                // Where only restrictive policies are for SELECT, and SELECT is granted, that is C5's.
                .filter(s -> db.policies(table, s).stream()
                        .noneMatch(p -> p.covers(Command.SELECT)
                                && (p.permissive() || s.privileges(table).contains(Privilege.SELECT))))
                .toList();
    }

    private static boolean permits(Database db, Relation table, Standing role, Command command) {
        return db.policies(table, role).stream().anyMatch(p -> p.permissive() && p.covers(command));
    }
}
