package io.partywall.isolation.noninterference;

import java.util.ArrayList;
import java.util.List;

/**
 * Random INSERTs, UPDATEs, DELETEs and MERGEs: within the rules of the schema, against them, and against the walls.
 * Where several rows are written at once, their order says nothing: neither which error comes first, nor which value
 * wins.
 */
final class RandomWrites {

    private static final int HIGHEST_ID = 20;

    private final Vocabulary words;
    private final Draw draw;
    private final boolean newest;
    /** How often the tenant is left out: Java fills it in, and without Java it is missing. */
    private final int withoutTenant;

    /** @param newest whether the server knows what PostgreSQL 17 brought */
    RandomWrites(Vocabulary words, boolean newest, boolean filledIn) {
        this.withoutTenant = filledIn ? 60 : 8;
        this.words = words;
        this.draw = words.draw;
        this.newest = newest;
    }

    Sql write() {
        return switch (draw.below(14)) {
            case 0, 1, 2 -> insert();
            case 3 -> insertSelect();
            case 4, 5, 6 -> update();
            case 7 -> updateFrom();
            case 8, 9 -> delete();
            case 10 -> deleteUsing();
            case 11 -> merge();
            case 12 -> RandomRefusals.refused(words);
            default -> inCommonTable();
        };
    }

    /** A write with two parameters, ints. */
    Sql parametric() {
        Table table = words.table();
        List<Column> numbers = table.free().stream()
                .filter(column -> column.kind() == Kind.INT || column.kind() == Kind.BIG)
                .toList();
        if (numbers.isEmpty()) {
            return Sql.of("delete from shop.{} where id = ?::int or id = ?::int + 40", table.name());
        }
        return Sql.of(
                "update shop.{} set {} = ?::int where id >= ?::int",
                table.name(),
                draw.pick(numbers).name());
    }

    private Sql insert() {
        Table table = words.table();
        List<Column> columns = new ArrayList<>(table.writable());
        columns.removeIf(column -> column.nullable() && draw.chance(30));
        boolean tenantGiven = !draw.chance(withoutTenant);
        List<Sql> rows = new ArrayList<>();
        int count = draw.between(1, 3);
        for (int i = 0; i < count; i++) {
            List<String> values = new ArrayList<>();
            if (tenantGiven) {
                values.add("'" + (draw.chance(4) ? Tenants.B : Tenants.A) + "'");
            }
            columns.forEach(column -> values.add(value(column)));
            rows.add(Sql.of("({})", String.join(", ", values)));
        }
        return Sql.of(
                "insert into shop.{} ({}{}) values {}{}{}",
                table.name(),
                tenantGiven ? "tenant_id, " : "",
                String.join(", ", columns.stream().map(Column::name).toList()),
                rows.size() == 1
                        ? rows.getFirst()
                        : Sql.join(", ", rows).or(rows.getFirst().toString()),
                conflict(table),
                returning(table));
    }

    private String value(Column column) {
        if (column.equals(Column.ID)) {
            return String.valueOf(draw.between(1, HIGHEST_ID));
        }
        return draw.chance(column.nullable() ? 20 : 2) ? "null" : column.kind().calm(draw);
    }

    private Sql conflict(Table table) {
        if (table.isView() || draw.chance(50)) {
            return Sql.NOTHING;
        }
        String unique = table.uniques().isEmpty() || draw.chance(50)
                ? "id"
                : table.uniques().getFirst();
        List<Column> free = table.free();
        if (draw.chance(40) || free.isEmpty()) {
            return Sql.of(" on conflict {}do nothing", draw.any("", "", "(tenant_id, " + unique + ") "));
        }
        String column = draw.pick(free).name();
        Relation target = new Relation(Sql.NOTHING, table.name(), table.columns());
        return Sql.of(
                " on conflict (tenant_id, {}) do update set {} = excluded.{}{}",
                unique,
                column,
                column,
                words.where(List.of(target)));
    }

    private Sql returning(Table table) {
        if (draw.chance(50)) {
            return Sql.NOTHING;
        }
        String column = draw.pick(table.columns()).name();
        return Sql.of(" returning id, {}", column).or("");
    }

    private Sql insertSelect() {
        Table table = words.storedTable();
        Relation from = words.table().as(words.alias());
        List<Column> columns = table.writable();
        List<String> values = new ArrayList<>();
        for (Column column : columns) {
            List<Column> alike = from.ofKind(column.kind());
            values.add(
                    column.equals(Column.ID)
                            ? Column.ID.of(from.alias()) + " + " + HIGHEST_ID
                            : alike.isEmpty() || !column.nullable()
                                    ? column.kind().calm(draw)
                                    : draw.pick(alike).of(from.alias()));
        }
        String tenant = draw.chance(80) ? from.alias() + ".tenant_id, " : "cast('" + Tenants.A + "' as uuid), ";
        boolean tenantGiven = !draw.chance(withoutTenant);
        return Sql.of(
                "insert into shop.{} ({}{}) select {}{} from {}{} order by {}{}{}",
                table.name(),
                tenantGiven ? "tenant_id, " : "",
                String.join(", ", columns.stream().map(Column::name).toList()),
                tenantGiven ? tenant : "",
                String.join(", ", values),
                from.declared(),
                words.where(List.of(from)),
                Column.ID.of(from.alias()),
                draw.chance(40) ? Sql.of(" on conflict do nothing").or("") : Sql.NOTHING,
                returning(table));
    }

    private Sql update() {
        Table table = words.table();
        Relation target = table.as(words.alias());
        return Sql.of(
                "update {} set {}{}{}",
                target.declared(),
                assignments(table),
                words.where(List.of(target)),
                returning(table));
    }

    /**
     * Constants, of which each row gets the same; or one column that depends on its row and breaks one rule at most.
     */
    private Sql assignments(Table table) {
        // Of two uniques that many rows would break at once, their order says which one is named.
        boolean key =
                table.uniques().isEmpty() ? table.keyMoves() || draw.chance(5) : table.keyMoves() && draw.chance(30);
        List<Column> columns = table.writable().stream()
                .filter(column -> key ? !table.uniques().contains(column.name()) : !column.equals(Column.ID))
                .toList();
        List<Column> free = table.free();
        if (!free.isEmpty() && draw.chance(40)) {
            Column column = draw.pick(free);
            boolean number = column.kind() == Kind.INT || column.kind() == Kind.BIG;
            return number
                    ? Sql.of("{} = {} + 1", column.name(), column.name())
                    : Sql.of(
                            "{} = coalesce({}, {})",
                            column.name(),
                            column.name(),
                            column.kind().calm(draw));
        }
        if (columns.isEmpty()) {
            return Sql.of("tenant_id = '{}'", Tenants.A);
        }
        List<Sql> assignments = draw.some(columns).stream()
                .limit(3)
                .map(column -> Sql.of("{} = {}", column.name(), value(column)))
                .toList();
        return Sql.join(", ", assignments).or(assignments.getFirst().toString());
    }

    private Sql updateFrom() {
        Table table = words.table();
        Relation target = table.as(words.alias());
        Relation from = words.table().as(words.alias());
        List<Column> alike = table.free().stream()
                .filter(column ->
                        column.nullable() && !from.ofKind(column.kind()).isEmpty())
                .toList();
        Sql assignment = alike.isEmpty() ? assignments(table) : copy(draw.pick(alike), from);
        return Sql.of(
                "update {} set {} from {} where {} = {} and {}{}",
                target.declared(),
                assignment,
                from.declared(),
                Column.ID.of(from.alias()),
                Column.ID.of(target.alias()),
                words.condition(List.of(target, from), 1),
                alike.isEmpty() || draw.chance(50) ? "" : " returning " + Column.ID.of(target.alias()));
    }

    private Sql copy(Column column, Relation from) {
        return Sql.of(
                "{} = {}", column.name(), draw.pick(from.ofKind(column.kind())).of(from.alias()));
    }

    private Sql delete() {
        Table table = words.table();
        Relation target = table.as(words.alias());
        return Sql.of("delete from {}{}{}", target.declared(), words.where(List.of(target)), returning(table));
    }

    private Sql deleteUsing() {
        Relation target = words.table().as(words.alias());
        Relation using = words.table().as(words.alias());
        List<Relation> both = List.of(target, using);
        return Sql.of(
                "delete from {} using {} where {} and {}",
                target.declared(),
                using.declared(),
                words.ofOneKind(both),
                words.condition(both, 1));
    }

    private Sql merge() {
        Table table = words.storedTable();
        Relation target = table.as(words.alias());
        List<Column> columns = table.writable();
        List<String> values = columns.stream().map(this::value).toList();
        List<Column> free = table.free();
        String matched = free.isEmpty() || draw.chance(30)
                ? draw.any("delete", "do nothing")
                : "update set %1$s = s.%1$s".formatted(draw.pick(free).name());
        return Sql.of(
                "merge into {} using (select {}) s on {} = s.id and {} when matched then {} when not matched then"
                        + " insert (tenant_id, {}) values ('{}', {}){}{}",
                target.declared(),
                Sql.join(", ", selected(columns, values)),
                Column.ID.of(target.alias()),
                words.condition(List.of(target), 1),
                matched,
                String.join(", ", columns.stream().map(Column::name).toList()),
                Tenants.A,
                String.join(
                        ", ",
                        columns.stream().map(column -> "s." + column.name()).toList()),
                newest && draw.chance(20)
                        ? Sql.of(" when not matched by source and {} = 3 then delete", Column.ID.of(target.alias()))
                                .or("")
                        : Sql.NOTHING,
                newest && draw.chance(40)
                        ? Sql.of(" returning merge_action(), {}", Column.ID.of(target.alias()))
                                .or("")
                        : Sql.NOTHING);
    }

    private static List<String> selected(List<Column> columns, List<String> values) {
        List<String> selected = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Column column = columns.get(i);
            selected.add("cast(%s as %s) as %s".formatted(values.get(i), column.kind().sqlType, column.name()));
        }
        return selected;
    }

    private Sql inCommonTable() {
        Table table = words.table();
        Relation target = table.as(words.alias());
        Sql written = draw.chance(50)
                ? Sql.of("update {} set {}{}", target.declared(), assignments(table), words.where(List.of(target)))
                : Sql.of("delete from {}{}", target.declared(), words.where(List.of(target)));
        return Sql.of(
                "with w as ({} returning id) select count(*), sum(w.id), (select count(*) from shop.{}) from w",
                written,
                table.name());
    }
}
