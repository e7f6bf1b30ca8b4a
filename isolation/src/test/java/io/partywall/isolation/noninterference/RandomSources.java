package io.partywall.isolation.noninterference;

import java.util.ArrayList;
import java.util.List;

/** Random FROM clauses: tables, views, derived tables and lists of values, joined in every way. */
final class RandomSources {

    /** A FROM clause, and what there is to ask in it. */
    record Source(Sql from, List<Relation> relations) {}

    private final Vocabulary words;
    private final Draw draw;

    RandomSources(Vocabulary words) {
        this.words = words;
        this.draw = words.draw;
    }

    Source source(int count) {
        List<Relation> relations = new ArrayList<>(List.of(relation()));
        Sql from = relations.getFirst().declared();
        for (int i = 1; i < count; i++) {
            Relation before = relations.get(i - 1);
            Relation next = draw.chance(15) ? lateral(relations) : relation();
            relations.add(next);
            from = Sql.of("{}{}", from, Vocabulary.optional(Sql.of(" {}", join(before, next, relations))));
        }
        return new Source(from, relations);
    }

    private Sql join(Relation before, Relation next, List<Relation> relations) {
        if (draw.chance(12)) {
            return Sql.of("cross join {}", next.declared());
        }
        boolean sameKind =
                before.columns().getFirst().kind() == next.columns().getFirst().kind();
        boolean lateral = next.source().toString().startsWith("lateral");
        if (sameKind && !lateral && draw.chance(15)) {
            // FULL JOIN takes what can be merged or hashed only.
            return Sql.of(
                    "full join {} on {} = {}",
                    next.declared(),
                    before.names().getFirst(),
                    next.names().getFirst());
        }
        return Sql.of(
                "{} {} on {} and {}",
                lateral ? "left join" : draw.any("join", "join", "left join", "left join", "right join"),
                next.declared(),
                words.ofOneKind(relations).or("true"),
                words.condition(relations, 1));
    }

    private Relation relation() {
        Table table = words.table();
        String alias = words.alias();
        Relation inner = table.as(words.alias());
        return switch (draw.below(12)) {
            case 0 ->
                new Relation(
                        Sql.of(
                                        "(select {} from {}{})",
                                        Sql.join(", ", inner.names()),
                                        inner.declared(),
                                        words.where(List.of(inner)))
                                .or("shop." + table.name()),
                        alias,
                        inner.columns());
            case 1 -> {
                Column by = draw.pick(inner.columns());
                yield new Relation(
                        Sql.of(
                                        "(select {} as by, cast(count(*) as int) as n from {}{} group by 1)",
                                        by.of(inner.alias()),
                                        inner.declared(),
                                        words.where(List.of(inner)))
                                .or("shop." + table.name()),
                        alias,
                        List.of(new Column("n", Kind.INT, false), new Column("by", by.kind(), true)));
            }
            case 2 ->
                new Relation(
                        Sql.of("(select * from (values (1, 'ash'), (3, 'zz secret')) v (id, name))"),
                        alias,
                        List.of(Column.ID, new Column("name", Kind.NAME, true)));
            default -> table.as(alias);
        };
    }

    private Relation lateral(List<Relation> outer) {
        Relation inner = words.table().as(words.alias());
        return new Relation(
                Sql.of(
                        "lateral (select {} from {} where {} order by {} limit {})",
                        Sql.join(", ", inner.names()),
                        inner.declared(),
                        words.ofOneKind(List.of(inner, draw.pick(outer))),
                        Column.ID.of(inner.alias()),
                        draw.between(1, 3)),
                words.alias(),
                inner.columns());
    }
}
