package io.partywall.isolation.noninterference;

import java.util.ArrayList;
import java.util.List;

/** The schema {@code shop}: two to five random tables of tenants, perhaps with a view, protected by the library. */
final class RandomSchema {

    private static final List<Column> COLUMNS = List.of(
            new Column("n", Kind.INT, true),
            new Column("m", Kind.INT, false),
            new Column("q", Kind.DIVISOR, true),
            new Column("big", Kind.BIG, true),
            new Column("amount", Kind.AMOUNT, true),
            new Column("name", Kind.NAME, true),
            new Column("title", Kind.NAME, false),
            new Column("code", Kind.CODE, true),
            new Column("flag", Kind.FLAG, true),
            new Column("day", Kind.DAY, true),
            new Column("at", Kind.AT, true),
            new Column("ref", Kind.REF, true),
            new Column("doc", Kind.DOC, true),
            new Column("tags", Kind.TAGS, true),
            new Column("mood", Kind.MOOD, true));

    private static final List<Kind> UNIQUE_KINDS = List.of(Kind.INT, Kind.NAME, Kind.REF, Kind.DIVISOR);

    private final Draw draw;
    private final List<Table> tables = new ArrayList<>();
    private final List<String> indexes = new ArrayList<>();

    /** Whether one foreign key that refuses is there: of two, the order of the rows says which one is named. */
    private boolean refuses;

    RandomSchema(Draw draw) {
        this.draw = draw;
        int count = draw.between(2, 4);
        for (int i = 0; i < count; i++) {
            tables.add(table("t" + i));
        }
        if (draw.chance(70)) {
            Table viewed = draw.pick(tables);
            tables.add(new Table(
                    "v", viewed.columns(), List.of(), List.of(), viewed.foreignKeys(), false, "", viewed.name()));
        }
    }

    /** All tables, a table before those that refer to it, views last. */
    List<Table> tables() {
        return tables;
    }

    List<Table> storedTables() {
        return tables.stream().filter(table -> !table.isView()).toList();
    }

    List<String> ddl() {
        List<String> ddl = new ArrayList<>(List.of(
                "create schema shop",
                "grant usage on schema shop to twin_app",
                "create type shop.mood as enum ('low', 'mid', 'high')"));
        tables.forEach(table -> ddl.addAll(table.ddl()));
        ddl.addAll(indexes);
        storedTables().forEach(table -> ddl.add(table.protection()));
        return ddl;
    }

    private Table table(String name) {
        List<Column> columns = new ArrayList<>(List.of(Column.ID));
        columns.addAll(draw.some(COLUMNS));
        if (columns.contains(COLUMNS.getFirst()) && draw.chance(50)) {
            columns.add(new Column("doubled", Kind.BIG, true, true));
        }
        List<Table.ForeignKey> foreignKeys = new ArrayList<>();
        for (Table target : draw.some(tables)) {
            foreignKeys.add(foreignKey(columns, target.name() + "_id", target.name()));
        }
        if (draw.chance(40)) {
            foreignKeys.add(foreignKey(columns, "parent_id", name));
        }
        String partitioning = draw.any("", "", "", "hash (tenant_id)", "hash (id)", "range (id)", "list (tenant_id)");
        // A unique holds the columns by which its table is partitioned.
        boolean mayBeUnique = !partitioning.endsWith("(id)");
        List<String> uniques = columns.stream()
                .filter(column -> mayBeUnique && UNIQUE_KINDS.contains(column.kind()) && draw.chance(35))
                .limit(1)
                .map(Column::name)
                .toList();
        List<String> bounded = columns.stream()
                .filter(column -> column.kind() == Kind.INT && !uniques.contains(column.name()) && draw.chance(40))
                .map(Column::name)
                .toList();
        index(name, columns);
        return new Table(name, columns, uniques, bounded, foreignKeys, draw.chance(30), partitioning, "");
    }

    private Table.ForeignKey foreignKey(List<Column> columns, String column, String target) {
        columns.add(new Column(column, Kind.KEY, true));
        String action =
                draw.any("cascade", "cascade", "set null (" + column + ")", "restrict", "no action", "deferred");
        if (!action.equals("cascade") && !action.startsWith("set null")) {
            action = refuses ? "cascade" : action;
            refuses = true;
        }
        String written =
                action.equals("deferred") ? "no action on update cascade deferrable initially deferred" : action;
        return new Table.ForeignKey(
                column, target, written.equals(action) && draw.chance(60) ? written + " on update cascade" : written);
    }

    private void index(String table, List<Column> columns) {
        columns.stream()
                .filter(column -> draw.chance(30))
                .forEach(column -> indexes.add("create index on shop.%s %s"
                        .formatted(table, definition(column).formatted(column.name()))));
    }

    private static String definition(Column column) {
        return switch (column.kind()) {
            case DOC, TAGS -> "using gin (%s)";
            case REF, FLAG, MOOD -> "using hash (%s)";
            case AT, DAY -> "using brin (%s)";
            case INT -> "(%1$s, tenant_id) where %1$s > 1";
            case NAME -> "(tenant_id, lower(%s))";
            default -> "(%s)";
        };
    }
}
