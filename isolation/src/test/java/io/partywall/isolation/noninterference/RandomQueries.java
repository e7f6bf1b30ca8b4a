package io.partywall.isolation.noninterference;

import java.util.ArrayList;
import java.util.List;

/** Random SELECTs. What SQL leaves open is not asked: an order among equals, or which row a function meets first. */
final class RandomQueries {

    private final Vocabulary words;
    private final RandomSources sources;
    private final Draw draw;

    RandomQueries(Vocabulary words) {
        this.words = words;
        this.sources = new RandomSources(words);
        this.draw = words.draw;
    }

    Sql query() {
        return switch (draw.below(16)) {
            case 0, 1, 2, 3 -> plain();
            case 4 -> Sql.of("{}{}", plain(), locking());
            case 5, 6 -> grouped();
            case 7 -> windows();
            case 8 -> setOperation();
            case 9 -> commonTable();
            case 10 -> recursive();
            case 11 -> distinctOn();
            case 12 -> collected();
            case 13 -> scalars();
            case 14 -> limited();
            default -> withTies();
        };
    }

    /** A query with one parameter, an int. */
    Sql parametric() {
        RandomSources.Source source = sources.source(draw.between(1, 2));
        return Sql.of(
                "select {} from {} where {} >= ?::int and {}",
                list(expressions(source.relations())),
                source.from(),
                source.relations()
                        .getFirst()
                        .columns()
                        .getFirst()
                        .of(source.relations().getFirst().alias()),
                words.condition(source.relations(), 1));
    }

    /** One expression at least. */
    private List<Sql> expressions(List<Relation> relations) {
        List<Sql> expressions = new ArrayList<>();
        int count = draw.between(1, 4);
        for (int i = 0; i < count; i++) {
            expressions.add(words.expression(relations, 1));
        }
        return expressions;
    }

    /** A select list, of which the first is enough. */
    private static Sql list(List<Sql> expressions) {
        return Sql.join(", ", expressions).or(expressions.getFirst().toString(), "1");
    }

    private Sql plain() {
        RandomSources.Source source = sources.source(draw.between(1, 3));
        Sql selected = draw.chance(15) ? Sql.of("*") : list(expressions(source.relations()));
        return Sql.of(
                "select {}{} from {}{}",
                draw.any("", "", "", "distinct "),
                selected,
                source.from(),
                words.where(source.relations()));
    }

    private String locking() {
        return draw.any("", " for share", " for update", " for no key update skip locked");
    }

    private Sql limited() {
        RandomSources.Source source = sources.source(draw.between(1, 2));
        List<Sql> selected = expressions(source.relations());
        List<String> order = new ArrayList<>();
        for (int i = 1; i <= selected.size(); i++) {
            order.add(i + draw.any("", " desc", " nulls first"));
        }
        return Sql.of(
                "select {} from {}{} order by {} limit {} offset {}",
                Sql.join(", ", selected),
                source.from(),
                words.where(source.relations()),
                String.join(", ", order),
                draw.between(1, 4),
                draw.below(3));
    }

    private Sql withTies() {
        Relation relation = words.table().as(words.alias());
        return Sql.of(
                "select {} from {}{} order by {} fetch first {} rows with ties",
                Sql.join(", ", relation.names()),
                relation.declared(),
                words.where(List.of(relation)),
                relation.anyColumn(draw),
                draw.between(1, 3));
    }

    private Sql grouped() {
        RandomSources.Source source = sources.source(draw.between(1, 2));
        String first = draw.pick(source.relations()).anyColumn(draw);
        String second = draw.pick(source.relations()).anyColumn(draw);
        String by = draw.any(
                first,
                first,
                first + ", " + second,
                "rollup (" + first + ", " + second + ")",
                "cube (" + first + ", " + second + ")",
                "grouping sets ((" + first + "), ())");
        Sql having = draw.chance(40)
                ? Sql.of(" having {} {} {}", aggregate(source.relations()), draw.any(">", "<=", "<>"), draw.below(4))
                        .or("")
                : Sql.NOTHING;
        return Sql.of(
                "select {}, {}, {} from {}{} group by {}{}",
                first,
                aggregate(source.relations()),
                aggregate(source.relations()),
                source.from(),
                words.where(source.relations()),
                by,
                having);
    }

    /** A number. */
    private Sql aggregate(List<Relation> relations) {
        Relation relation = draw.pick(relations);
        String id = relation.columns().getFirst().of(relation.alias());
        String column = relation.anyColumn(draw);
        return Sql.of(
                draw.any(
                        "count(*)",
                        "count(" + column + ")",
                        "count(distinct " + column + ")",
                        "sum(" + id + ")",
                        "max(" + id + ")",
                        "avg(" + id + ")",
                        "cast(bool_or(" + column + " is null) as int)",
                        "stddev_pop(" + id + ")",
                        "count(*) filter (where {})"),
                words.condition(relations, 0));
    }

    private Sql windows() {
        Relation relation = words.table().as(words.alias());
        String id = Column.ID.of(relation.alias());
        String column = relation.anyColumn(draw);
        String total = "order by " + column + ", " + id;
        return Sql.of(
                "select {}, row_number() over ({}), lag({}) over ({}), sum({}) over (partition by {}), rank() over"
                    + " (order by {}), count(*) over (order by {} rows between 1 preceding and current row) from {}{}",
                id,
                total,
                column,
                total,
                id,
                relation.anyColumn(draw),
                column,
                id,
                relation.declared(),
                words.where(List.of(relation)));
    }

    private Sql setOperation() {
        Relation left = words.table().as(words.alias());
        Relation right = words.table().as(words.alias());
        Column column = draw.pick(left.columns());
        List<Column> alike = right.ofKind(column.kind());
        String other =
                alike.isEmpty() ? column.kind().wild(draw) : draw.pick(alike).of(right.alias());
        return Sql.of(
                "select {} from {}{} {} select {} from {}{}",
                column.of(left.alias()),
                left.declared(),
                words.where(List.of(left)),
                draw.any("union", "union all", "intersect", "except", "intersect all", "except all"),
                other,
                right.declared(),
                words.where(List.of(right)));
    }

    private Sql commonTable() {
        Relation inner = words.table().as(words.alias());
        Relation common = new Relation(Sql.of("c"), words.alias(), inner.columns());
        Relation again = draw.chance(50)
                ? new Relation(Sql.of("c"), words.alias(), inner.columns())
                : words.table().as(words.alias());
        List<Relation> both = List.of(common, again);
        return Sql.of(
                "with c as {}(select {} from {}{}) select {} from {} {} {} on {}{}",
                draw.any("", "materialized ", "not materialized "),
                Sql.join(", ", inner.names()),
                inner.declared(),
                words.where(List.of(inner)),
                list(expressions(both)),
                common.declared(),
                draw.any("join", "left join"),
                again.declared(),
                words.ofOneKind(both),
                words.where(both));
    }

    private Sql recursive() {
        Table table = words.table();
        Relation root = table.as(words.alias());
        Relation child = table.as(words.alias());
        Column up = draw.pick(root.ofKind(Kind.KEY));
        return Sql.of(
                "with recursive tree (id, depth) as (select {}, 0 from {}{} union all"
                        + " select {}, depth + 1 from {} join tree on {} = tree.id where depth < 3)"
                        + " select depth, count(*), sum(id) from tree group by depth",
                Column.ID.of(root.alias()),
                root.declared(),
                words.where(List.of(root)),
                Column.ID.of(child.alias()),
                child.declared(),
                up.of(child.alias()));
    }

    private Sql distinctOn() {
        Relation relation = words.table().as(words.alias());
        String column = relation.anyColumn(draw);
        return Sql.of(
                "select distinct on ({}) {}, {} from {}{} order by {}, {}",
                column,
                column,
                words.expression(List.of(relation), 1),
                relation.declared(),
                words.where(List.of(relation)),
                column,
                Column.ID.of(relation.alias()));
    }

    private Sql collected() {
        Relation relation = words.table().as(words.alias());
        String column = relation.anyColumn(draw);
        String id = Column.ID.of(relation.alias());
        return Sql.of(
                "select {} from {}{}",
                draw.any(
                        "array_agg(%s order by %s)".formatted(column, id),
                        "jsonb_agg(%s order by %s)".formatted(column, id),
                        "jsonb_object_agg(%s, %s order by %s)".formatted(id, column, id),
                        "string_agg(cast(%s as text), ',' order by %s)".formatted(column, id),
                        "jsonb_agg(to_jsonb(%s) order by %s)".formatted(relation.alias(), id)),
                relation.declared(),
                words.where(List.of(relation)));
    }

    private Sql scalars() {
        Relation one = words.table().as(words.alias());
        Relation other = words.table().as(words.alias());
        return Sql.of(
                "select (select {} from {}{}), exists (select 1 from {} where {}), array(select {} from {}{} order by"
                        + " 1)",
                aggregate(List.of(one)),
                one.declared(),
                words.where(List.of(one)),
                other.declared(),
                words.condition(List.of(other), 1),
                Column.ID.of(other.alias()),
                other.declared(),
                words.where(List.of(other)));
    }
}
