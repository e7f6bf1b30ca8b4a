package io.partywall.isolation.noninterference;

import java.util.List;

/** Something with columns that stands in a FROM clause under an alias. */
record Relation(Sql source, String alias, List<Column> columns) {

    Sql declared() {
        return Sql.of("{} {}", source, alias);
    }

    String anyColumn(Draw draw) {
        return draw.pick(columns).of(alias);
    }

    List<Column> ofKind(Kind kind) {
        return columns.stream().filter(column -> column.kind() == kind).toList();
    }

    /** Its columns, with the alias. */
    List<String> names() {
        return columns.stream().map(column -> column.of(alias)).toList();
    }
}
