package io.partywall.isolation.noninterference;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table of tenants, or a view of one: its key is (tenant_id, id).
 *
 * @param columns all but tenant_id, the id first
 * @param uniques columns that are unique within the tenant, beside the id
 * @param bounded columns with a check constraint
 * @param keyMoves whether the application may change the id
 * @param partitioning the strategy and its partitions, or nothing
 * @param viewed the table that this is a view of, or nothing
 */
record Table(
        String name,
        List<Column> columns,
        List<String> uniques,
        List<String> bounded,
        List<ForeignKey> foreignKeys,
        boolean keyMoves,
        String partitioning,
        String viewed) {

    /** To the id of the target within the tenant. */
    record ForeignKey(String column, String target, String action) {}

    boolean isView() {
        return !viewed.isEmpty();
    }

    List<Column> writable() {
        return columns.stream().filter(column -> !column.generated()).toList();
    }

    /** Columns that any number of rows may be written to at once without an error that depends on their order. */
    List<Column> free() {
        return writable().stream()
                .filter(column -> !column.equals(Column.ID)
                        && !uniques.contains(column.name())
                        && !bounded.contains(column.name())
                        && !isReference(column))
                .toList();
    }

    boolean isReference(Column column) {
        return foreignKeys.stream().anyMatch(key -> key.column().equals(column.name()));
    }

    Relation as(String alias) {
        return new Relation(Sql.of("shop.{}", name), alias, columns);
    }

    /** As the owner creates it. */
    List<String> ddl() {
        if (isView()) {
            return List.of(
                    "create view shop.%s with (security_invoker) as select * from shop.%s where id > 2"
                            .formatted(name, viewed),
                    "grant select, insert, update, delete on shop.%s to twin_app".formatted(name));
        }
        List<String> lines = new ArrayList<>();
        lines.add("tenant_id uuid not null");
        columns.forEach(column -> lines.add(definition(column)));
        lines.add("primary key (tenant_id, id)");
        uniques.forEach(unique -> lines.add("unique (tenant_id, %s)".formatted(unique)));
        bounded.forEach(column -> lines.add("check (%s <> 7)".formatted(column)));
        List<String> ddl = new ArrayList<>();
        String whole = partitioning.isEmpty() ? "" : " partition by " + partitioning;
        ddl.add("create table shop.%s (%s)%s".formatted(name, String.join(", ", lines), whole));
        ddl.addAll(partitions());
        foreignKeys.forEach(key -> ddl.add(
                "alter table shop.%s add foreign key (tenant_id, %s) references shop.%s (tenant_id, id) on delete %s"
                        .formatted(name, key.column(), key.target(), key.action())));
        return ddl;
    }

    /** As the owner protects it, when every table is there. */
    String protection() {
        String updatable =
                String.join(",", writable().stream().map(Column::name).toList());
        return keyMoves
                ? "call isolation.protect('shop.%s', updatable => '{%s}')".formatted(name, updatable)
                : "call isolation.protect('shop.%s')".formatted(name);
    }

    private String definition(Column column) {
        String rest = column.generated() ? " generated always as (n * 2::bigint) stored" : "";
        return column.name() + " " + column.kind().sqlType + (column.nullable() ? "" : " not null") + rest;
    }

    private List<String> partitions() {
        Stream<String> bounds =
                switch (partitioning) {
                    case "hash (tenant_id)", "hash (id)" ->
                        Stream.of("with (modulus 2, remainder 0)", "with (modulus 2, remainder 1)");
                    case "range (id)" -> Stream.of("from (minvalue) to (7)", "from (7) to (200)");
                    case "list (tenant_id)" -> Stream.of("in ('" + Tenants.A + "')", "default");
                    default -> Stream.of();
                };
        List<String> ddl = new ArrayList<>();
        bounds.forEach(bound -> ddl.add("create table shop.%s_%d partition of shop.%s %s"
                .formatted(name, ddl.size(), name, bound.equals("default") ? bound : "for values " + bound)));
        return ddl;
    }
}
