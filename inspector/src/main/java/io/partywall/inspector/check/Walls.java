package io.partywall.inspector.check;

import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The SQL that puts up what a table lacks. */
public final class Walls {

    private Walls() {}

    /** A permissive policy, a restrictive floor, and row security in force for the owner too. */
    public static String[] around(Database db, Relation table) {
        List<String> statements = new ArrayList<>();
        statements.add(policy(db, table, Policies.freeName(db, table, "tenant_isolation"), "permissive"));
        statements.add(floor(db, table));
        statements.add(enable(table));
        statements.add(force(table));
        return statements.toArray(String[]::new);
    }

    /** Row security with the database's usual policies, where they can be told for the table; otherwise a person writes them. */
    public static Remedy remedy(Database db, Relation table) {
        return db.hasTenantPredicate(table)
                ? Remedy.mechanical(Step.ROW_SECURITY, around(db, table))
                : Remedy.decide(
                        Step.ROW_SECURITY,
                        "Write its policies first: those of other tables ask what this one has not.",
                        enable(table),
                        force(table));
    }

    /** A restrictive policy: what permissive ones let through has to be the context's own, too. */
    public static String floor(Database db, Relation table) {
        return policy(db, table, Policies.freeName(db, table, "tenant_floor"), "restrictive");
    }

    /** A policy for all commands that lets through, or demands, the context's own rows. */
    public static String policy(Database db, Relation table, String name, String kind) {
        String predicate = db.tenantPredicate(table);
        return "create policy " + Sql.identifier(name) + " on " + table.sql() + " as " + kind + " for all to "
                + roles(db) + " using (" + predicate + ") with check (" + predicate + ")";
    }

    public static String enable(Relation table) {
        return "alter table " + table.sql() + " enable row level security";
    }

    public static String force(Relation table) {
        return "alter table " + table.sql() + " force row level security";
    }

    /** The application's roles, as TO and FROM want them. */
    public static String roles(Database db) {
        List<Standing> roles = db.application();
        return roles.isEmpty()
                ? "public"
                : roles.stream().map(s -> s.role().sql()).collect(Collectors.joining(", "));
    }
}
