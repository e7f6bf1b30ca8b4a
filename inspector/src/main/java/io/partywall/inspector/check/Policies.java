package io.partywall.inspector.check;

import io.partywall.inspector.catalogue.Command;
import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.catalogue.Privilege;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.meaning.Meaning;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Policies as findings name, show and change them; and those that are asked when the application acts. */
public final class Policies {

    private Policies() {}

    /** Tables, of tenants or not, that an application role can reach and whose policies are the schema's own. */
    public static Stream<Relation> reached(Database db) {
        return db.catalogue().relations().stream()
                .filter(r -> r.isTable() && !r.ofExtension())
                .filter(r -> !db.reaching(r).isEmpty());
    }

    /** Policies of those tables that bind one of the roles that reach them. */
    public static Stream<Policy> asked(Database db) {
        return reached(db)
                .flatMap(table -> db.catalogue().policies(table).stream()
                        .filter(p -> db.reaching(table).stream().anyMatch(s -> s.isAmong(p.roles()))));
    }

    public static Relation table(Database db, Policy policy) {
        return db.catalogue().relation(policy.relation()).orElseThrow();
    }

    /** How a finding names it. */
    public static String object(Database db, Policy policy) {
        return "policy " + Sql.identifier(policy.name()) + " on "
                + table(db, policy).sql();
    }

    /** A query that shows it to everybody. */
    public static String query(Database db, Policy policy) {
        return query(table(db, policy)) + " and policyname = " + Sql.literal(policy.name());
    }

    /** A query that shows all of a table's. */
    public static String query(Relation table) {
        return "select * from pg_policies where schemaname = " + Sql.literal(table.schema()) + " and tablename = "
                + Sql.literal(table.name());
    }

    /** The beginning of every change of it. */
    public static String alter(Database db, Policy policy) {
        return "alter policy " + Sql.identifier(policy.name()) + " on "
                + table(db, policy).sql();
    }

    /** The change that makes it ask this of every row that it speaks for. */
    public static String ask(Database db, Policy policy, String predicate) {
        boolean reads = policy.letter() != 'a';
        boolean writes = policy.letter() != 'r' && policy.letter() != 'd';
        return alter(db, policy)
                + (reads ? " using (" + predicate + ")" : "")
                + (writes ? " with check (" + predicate + ")" : "");
    }

    public static String drop(Database db, Policy policy) {
        return "drop policy " + Sql.identifier(policy.name()) + " on "
                + table(db, policy).sql();
    }

    /** Whether a permissive policy lets the role do what the restrictive one is about, and it was granted. */
    public static boolean permits(Database db, Relation table, Standing role, Policy restrictive) {
        return commands(role, table).stream()
                .filter(restrictive::covers)
                .anyMatch(c -> db.policies(table, role).stream().anyMatch(p -> p.permissive() && p.covers(c)));
    }

    /** The same policy for another table that has the columns which it asks. */
    public static String copy(Database db, Policy model, Relation table) {
        String using = model.using() == null ? "" : " using (" + model.using() + ")";
        String check = model.check() == null ? "" : " with check (" + model.check() + ")";
        return "create policy " + Sql.identifier(freeName(db, table, "tenant_" + model.command())) + " on "
                + table.sql() + " as restrictive for " + model.command() + " to " + Walls.roles(db) + using + check;
    }

    /** What the application may do with the table's rows. */
    public static List<Command> commands(Standing role, Relation table) {
        return Stream.of(Command.values())
                .filter(c -> role.privileges(table).contains(Privilege.valueOf(c.name())))
                .toList();
    }

    /** Whether a RESTRICTIVE policy keeps the role from writing rows of other tenants by the command. */
    public static boolean hasWrittenFloor(Database db, Relation table, Standing role, Command command) {
        return db.policies(table, role).stream()
                .filter(p -> !p.permissive() && p.covers(command))
                .anyMatch(p -> db.written(p).map(Meaning::confines).orElse(false));
    }

    /** The names of the roles that it is for, as a sentence wants them. */
    public static String roles(Database db, Policy policy) {
        return policy.roles().stream()
                .map(oid ->
                        oid == Role.PUBLIC ? "PUBLIC" : db.catalogue().role(oid).name())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** The name itself, or with a number where a policy of the table has it already. */
    public static String freeName(Database db, Relation table, String wanted) {
        List<String> taken = new ArrayList<>(
                db.catalogue().policies(table).stream().map(Policy::name).toList());
        String name = wanted;
        for (int i = 2; taken.contains(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }
}
