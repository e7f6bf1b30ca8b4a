package io.partywall.isolation.noninterference;

import java.util.List;

/**
 * What random statements are made of: relations under fresh aliases, expressions and conditions on them. Every one of
 * them has one answer, whatever the plan and the physical order of the rows.
 */
final class Vocabulary {

    final Draw draw;

    private final List<Table> tables;
    private int aliases;

    Vocabulary(RandomSchema schema, Draw draw) {
        this.tables = schema.tables();
        this.draw = draw;
    }

    Table table() {
        return draw.pick(tables);
    }

    /** A table that is no view. */
    Table storedTable() {
        return draw.pick(tables.stream().filter(table -> !table.isView()).toList());
    }

    String alias() {
        return "a" + ++aliases;
    }

    /** A fragment that may be left out when shrinking. */
    static Sql optional(Sql fragment) {
        return fragment.or("");
    }

    Sql where(List<Relation> relations) {
        return draw.chance(70) ? optional(Sql.of(" where {}", condition(relations, 2))) : Sql.NOTHING;
    }

    Sql condition(List<Relation> relations, int depth) {
        Sql condition =
                switch (draw.below(depth > 0 ? 14 : 7)) {
                    case 0, 1, 2 -> comparison(relations);
                    case 3 -> Sql.of("{} is {}null", draw.pick(relations).anyColumn(draw), draw.any("", "not "));
                    case 4 -> ofOneKind(relations);
                    case 5 -> between(relations);
                    case 6 -> pair(relations);
                    case 7, 8 -> Sql.of("{}exists ({})", draw.any("", "", "not "), correlated("1", relations, depth));
                    case 9, 10 -> membership(relations, depth);
                    case 11 ->
                        Sql.of("({}) {} {}", correlated("count(*)", relations, depth), operator(), draw.below(4));
                    case 12 -> Sql.of("not ({})", condition(relations, depth - 1));
                    default ->
                        Sql.of(
                                "({} {} {})",
                                condition(relations, depth - 1),
                                draw.any("and", "or"),
                                condition(relations, depth - 1));
                };
        return condition.or("true");
    }

    /** An expression on the relations, of any type that can be ordered. */
    Sql expression(List<Relation> relations, int depth) {
        Relation relation = draw.pick(relations);
        Column column = draw.pick(relation.columns());
        String name = column.of(relation.alias());
        Sql expression =
                switch (draw.below(depth > 0 ? 9 : 6)) {
                    case 0, 1, 2 -> Sql.of(name);
                    case 3 -> Sql.of("coalesce({}, {})", name, column.kind().wild(draw));
                    case 4 -> failing(relation, column);
                    case 5 ->
                        Sql.of("{} is distinct from {}", name, column.kind().wild(draw));
                    case 6, 7 ->
                        Sql.of("case when {} then {} end", condition(relations, depth - 1), name)
                                .or(name);
                    default ->
                        Sql.of("({})", correlated(aggregate(), relations, depth))
                                .or("0");
                };
        return expression.or("1");
    }

    /** An expression that no row of A makes fail, and some row of B does. */
    private Sql failing(Relation relation, Column column) {
        String name = column.of(relation.alias());
        return switch (column.kind()) {
            case DIVISOR -> Sql.of("100 / {}", name);
            case CODE -> Sql.of("cast({} as int)", name);
            case DOC -> Sql.of("cast({} ->> 'k' as int)", name);
            case INT, BIG -> Sql.of("{} + 1", name);
            case AMOUNT -> Sql.of("cast({} * 100 as int)", name);
            default -> Sql.of(name);
        };
    }

    private Sql comparison(List<Relation> relations) {
        Relation relation = draw.pick(relations);
        Column column = draw.pick(relation.columns());
        String name = column.of(relation.alias());
        Sql special =
                switch (column.kind()) {
                    case NAME -> Sql.of("{} like {}", name, draw.any("'a%'", "'%e%'", "'zz%'"));
                    case TAGS -> Sql.of("{} @> array['{}']", name, draw.any("b", "secret"));
                    case DOC -> Sql.of("{} @> cast('{\"k\": 1}' as jsonb)", name);
                    case DIVISOR, CODE, INT, BIG -> Sql.of("{} > 1", failing(relation, column));
                    default ->
                        Sql.of(
                                "{} in ({}, {})",
                                name,
                                column.kind().calm(draw),
                                column.kind().wild(draw));
                };
        return draw.chance(50)
                ? Sql.of("{} {} {}", name, operator(), column.kind().wild(draw))
                : special;
    }

    private String operator() {
        return draw.any("=", "=", "<>", "<", ">", "<=", ">=", "is distinct from", "is not distinct from");
    }

    private Sql between(List<Relation> relations) {
        Relation relation = draw.pick(relations);
        Column column = draw.pick(relation.columns());
        return Sql.of(
                "{} {}between {} and {}",
                column.of(relation.alias()),
                draw.any("", "not "),
                column.kind().calm(draw),
                column.kind().wild(draw));
    }

    private Sql pair(List<Relation> relations) {
        Relation relation = draw.pick(relations);
        Column column = draw.pick(relation.columns());
        return Sql.of(
                "({}, {}) {} ({}, {})",
                relation.columns().getFirst().of(relation.alias()),
                column.of(relation.alias()),
                draw.any("=", "<", ">="),
                relation.columns().getFirst().kind().calm(draw),
                column.kind().wild(draw));
    }

    /** Columns of one kind, of two relations where they have one in common. */
    Sql ofOneKind(List<Relation> relations) {
        Relation left = draw.pick(relations);
        Relation right = draw.pick(relations);
        List<Column> shared = left.columns().stream()
                .filter(column -> !right.ofKind(column.kind()).isEmpty())
                .toList();
        if (shared.isEmpty()) {
            return Sql.of("true");
        }
        Column column = draw.pick(shared);
        Column other = draw.pick(right.ofKind(column.kind()));
        return Sql.of(
                "{} {} {}",
                column.of(left.alias()),
                draw.any("=", "=", "=", "<", "<>", "is not distinct from"),
                other.of(right.alias()));
    }

    private Sql membership(List<Relation> relations, int depth) {
        Relation inner = table().as(alias());
        Relation outer = draw.pick(relations);
        List<Column> shared = outer.columns().stream()
                .filter(column -> !inner.ofKind(column.kind()).isEmpty())
                .toList();
        Column column = shared.isEmpty() ? outer.columns().getFirst() : draw.pick(shared);
        String found = shared.isEmpty()
                ? column.kind().calm(draw)
                : draw.pick(inner.ofKind(column.kind())).of(inner.alias());
        return Sql.of(
                "{} {} (select {} from {} where {})",
                column.of(outer.alias()),
                draw.any("in", "in", "not in", "not in", "= any", ">= all", "< any"),
                found,
                inner.declared(),
                condition(List.of(inner), depth - 1));
    }

    /** A sub-select on one table, which mostly looks at what is around it. */
    private Sql correlated(String selected, List<Relation> relations, int depth) {
        Relation inner = table().as(alias());
        Sql correlation = draw.chance(80) ? ofOneKind(List.of(inner, draw.pick(relations))) : Sql.of("true");
        return Sql.of(
                "select {} from {} where {} and {}",
                selected,
                inner.declared(),
                correlation.or("true"),
                condition(List.of(inner), depth - 1));
    }

    /** An aggregate that needs no column. */
    private String aggregate() {
        return draw.any("count(*)", "max(id)", "min(id)", "sum(id)");
    }
}
