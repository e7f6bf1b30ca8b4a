package io.partywall.inspector;

import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.check.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is true of every database, or cannot be seen in a catalogue: said, but no finding. */
final class Notes {

    private Notes() {}

    static List<String> of(Database db) {
        List<String> notes = new ArrayList<>();
        String others = db.catalogue().roles().stream()
                .filter(r -> r.canLogin() && r.unbound() && !r.predefined())
                .filter(r ->
                        db.everyApplication().stream().noneMatch(s -> s.role().equals(r)))
                .map(Role::name)
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            notes.add("A16 No policy binds these logins, which are not the application's: " + others + ".");
        }
        if (db.server().subscribes()) {
            notes.add("B18 A subscription writes past the policies: its owner should own nothing else.");
        }
        if (db.tenantTables().anyMatch(Relation::rowSecurity)) {
            ofRowSecurity(db, notes);
        }
        return List.copyOf(notes);
    }

    private static void ofRowSecurity(Database db, List<String> notes) {
        notes.add("F5 EXPLAIN tells how many rows a policy filtered out: do not offer it to tenants.");
        notes.add("F6 The time that a query takes depends on the rows of other tenants.");
        notes.add("F7 Sizes and row counts of whole tables can be read by everybody, for all tenants together.");
        if (!db.contextSettings().isEmpty()) {
            notes.add("F9 Sessions of one role see each other's statements in pg_stat_activity: bind values as"
                    + " parameters, and put no names into application_name.");
        }
        if (Set.of("all", "mod").contains(db.server().setting("log_statement"))) {
            notes.add("F14 log_statement is " + db.server().setting("log_statement")
                    + ": the values of every tenant are in the server's log.");
        }
        notes.add("K4 With row_security off a session gets an error where a policy would filter: dumps need a role that"
                + " no policy binds.");
        notes.add("K5 COPY into a table with row security is refused: load by INSERT, or as a role that no policy"
                + " binds.");
        notes.add("K6 pg_dump as a role that policies bind fails or is incomplete: back up as one that they do not.");
        if (db.tenantTables().anyMatch(t -> t.kind() == Relation.Kind.PARTITIONED_TABLE)) {
            notes.add("P10 A tenant that comes from the context is not known when a query is planned: partitions are"
                    + " left out at run time only, and estimates are averages. A literal tenant in the query"
                    + " helps.");
        }
    }
}
