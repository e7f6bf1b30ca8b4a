package io.partywall.inspector.check.keys;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Constraint;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.check.Database;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How columns and constraints are named, shown and asked for the tenant. */
final class Keys {

    private static final int LONGEST_NAME = 63;
    private static final int FIRST_TO_DEFER_VALIDATION = 18;

    private Keys() {}

    static String object(Relation table, Column column) {
        return "column " + table.sql() + "." + column.sql();
    }

    static String object(Relation table, Constraint constraint) {
        return "constraint " + constraint.sql() + " on " + table.sql();
    }

    static String query(Relation table, Column column) {
        return "select attname, format_type(atttypid, atttypmod), attnotnull, attidentity,"
                + " pg_get_expr(adbin, adrelid) from pg_attribute left join pg_attrdef on adrelid = attrelid and"
                + " adnum = attnum where attrelid = " + table.oidQuery() + " and attname = "
                + Sql.literal(column.name());
    }

    static String query(Relation table, Constraint constraint) {
        return "select conname, convalidated, pg_get_constraintdef(oid) from pg_constraint where conrelid = "
                + table.oidQuery() + " and conname = " + Sql.literal(constraint.name());
    }

    /** Whether a foreign key ties the tenant of one row to the tenant of the other, or to the root's key. */
    static boolean tiesTenants(Database db, Relation table, Constraint key) {
        return db.tenantColumnOf(table).stream()
                .map(tenant -> key.positionOf(tenant.number()))
                .anyMatch(at -> at >= 0
                        && db.isTenantColumn(key.target(), key.targetColumns().get(at)));
    }

    /** The columns of those numbers as SQL lists them. */
    static String list(Database db, Relation table, List<Integer> numbers) {
        return numbers.stream()
                .flatMap(number -> db.catalogue().column(table, number).stream())
                .map(Column::sql)
                .collect(Collectors.joining(", "));
    }

    /** A name that neither a constraint of the table nor a relation or an index of its schema has. */
    static String fresh(Database db, Relation table, String wanted) {
        Set<String> taken = new HashSet<>();
        db.catalogue().constraints(table).forEach(constraint -> taken.add(constraint.name()));
        db.catalogue().relations().stream()
                .filter(relation -> relation.schemaOid() == table.schemaOid())
                .forEach(relation -> {
                    taken.add(relation.name());
                    db.catalogue().indexes(relation).forEach(index -> taken.add(index.name()));
                });
        String name = shortened(wanted, "");
        for (int i = 1; taken.contains(name); i++) {
            name = shortened(wanted, "_" + i);
        }
        return Sql.identifier(name);
    }

    private static String shortened(String name, String suffix) {
        int end = name.length();
        while ((name.substring(0, end) + suffix).getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            end--;
        }
        return name.substring(0, end) + suffix;
    }

    /** Adds a constraint without a scan under a lock, where the server can. */
    static List<String> add(Database db, Relation table, String name, String definition) {
        boolean atOnce =
                table.kind() == Relation.Kind.PARTITIONED_TABLE && db.server().major() < FIRST_TO_DEFER_VALIDATION;
        String add = "alter table " + table.sql() + " add constraint " + name + " " + definition;
        return atOnce
                ? List.of(add)
                : List.of(add + " not valid", "alter table " + table.sql() + " validate constraint " + name);
    }
}
