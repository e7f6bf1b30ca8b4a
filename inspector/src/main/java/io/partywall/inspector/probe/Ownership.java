package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Constraint;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.check.Database;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How to tell whose a row is: by its tenant column, or by that of a table that foreign keys lead to. The row itself is {@code
 * t0} in the SQL.
 *
 * @param path the foreign keys on the way; empty where the relation has the tenant column itself
 * @param column the tenant column at its end
 */
record Ownership(Relation relation, List<Constraint> path, List<Relation> parents, Column column) {

    private static final int FARTHEST = 4;

    static Optional<Ownership> of(Database db, Relation relation) {
        Deque<Ownership> open = new ArrayDeque<>();
        Set<Long> seen = new HashSet<>(Set.of(relation.oid()));
        Optional<Column> own = db.tenantColumnOf(relation);
        if (own.isPresent()) {
            return own.map(column -> new Ownership(relation, List.of(), List.of(), column));
        }
        List<Column> any = db.catalogue().columns(relation);
        if (any.isEmpty()) {
            return Optional.empty();
        }
        open.add(new Ownership(relation, List.of(), List.of(), any.getFirst()));
        while (!open.isEmpty()) {
            Ownership way = open.remove();
            Relation end = way.parents().isEmpty() ? relation : way.parents().getLast();
            for (Constraint key : db.catalogue().foreignKeys(end).toList()) {
                Optional<Relation> target =
                        db.catalogue().relation(key.target()).filter(t -> seen.add(t.oid()));
                if (target.isPresent() && way.path().size() < FARTHEST) {
                    Optional<Column> tenant = db.tenantColumnOf(target.get());
                    Ownership longer = new Ownership(
                            relation,
                            append(way.path(), key),
                            append(way.parents(), target.get()),
                            tenant.orElse(way.column()));
                    if (tenant.isPresent()) {
                        return Optional.of(longer);
                    }
                    open.add(longer);
                }
            }
        }
        return Optional.empty();
    }

    private static <T> List<T> append(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list);
        longer.add(last);
        return List.copyOf(longer);
    }

    /** Whether the relation has the tenant column itself. */
    boolean direct() {
        return path.isEmpty();
    }

    /** What stands behind FROM. */
    String from(Database db) {
        StringBuilder from = new StringBuilder(relation.sql()).append(" t0");
        Relation child = relation;
        for (int i = 0; i < path.size(); i++) {
            Constraint key = path.get(i);
            Relation parent = parents.get(i);
            List<String> pairs = new ArrayList<>();
            for (int c = 0; c < key.columns().size(); c++) {
                pairs.add("t" + (i + 1) + "."
                        + name(db, parent, key.targetColumns().get(c)) + " = t" + i + "."
                        + name(db, child, key.columns().get(c)));
            }
            from.append(" join ")
                    .append(parent.sql())
                    .append(" t")
                    .append(i + 1)
                    .append(" on ")
                    .append(String.join(" and ", pairs));
            child = parent;
        }
        return from.toString();
    }

    private static String name(Database db, Relation relation, int number) {
        return db.catalogue().column(relation, number).map(Column::sql).orElse("?");
    }

    /** Whose the row is. */
    String tenant() {
        return "t" + path.size() + "." + column.sql();
    }

    /** What tells one row from another: its primary key, or its place. As a text. */
    static String rowKey(Database db, Relation relation) {
        List<String> key = keyColumns(db, relation);
        return key.isEmpty()
                ? "row(t0.tableoid, t0.ctid)::text"
                : "row(" + key.stream().map(c -> "t0." + Sql.identifier(c)).collect(Collectors.joining(", "))
                        + ")::text";
    }

    /** The primary key's columns; empty without one. */
    static List<String> keyColumns(Database db, Relation relation) {
        return db.catalogue().constraints(relation).stream()
                .filter(k -> k.kind() == 'p')
                .findFirst()
                .map(k -> k.columns().stream()
                        .flatMap(n -> db.catalogue().column(relation, n).stream())
                        .map(Column::name)
                        .toList())
                .orElse(List.of());
    }
}
