package io.partywall.schema.walls;

import java.util.List;

/**
 * A table, partition or view of the schema {@code app} that holds rows of tenants.
 *
 * @param root the table whose rows it shows: its own name, or that of the partitioned table
 * @param key the columns of its primary key
 * @param onePerTenant whether a tenant can have one row of it only
 * @param updatable the columns that the application role may update
 */
record Relation(
        String name,
        Kind kind,
        String root,
        List<Column> columns,
        List<String> key,
        boolean onePerTenant,
        List<ForeignKey> foreignKeys,
        List<String> updatable) {

    enum Kind {
        TABLE,
        PARTITION,
        VIEW
    }

    /** @param required whether an insert has to give it: it may not be null and has no default */
    record Column(String name, String type, boolean required, List<String> labels) {}

    record ForeignKey(String name, List<String> columns, String parent, List<String> parentColumns) {}

    Column column(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(this + " has no column " + name));
    }

    /** A column for statements that need one to assign to; where none may be updated, one that may not. */
    String assigned() {
        return updatable.isEmpty() ? columns.getLast().name() : updatable.getLast();
    }

    String qualifiedName() {
        return "app.\"" + name + '"';
    }

    @Override
    public String toString() {
        return name;
    }
}
