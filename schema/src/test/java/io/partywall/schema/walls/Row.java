package io.partywall.schema.walls;

import static java.util.stream.Collectors.joining;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A row of a relation, its values in PostgreSQL's text form. */
record Row(Relation relation, Map<String, String> values) {

    String value(String column) {
        String value = values.get(column);
        if (value == null) {
            throw new IllegalArgumentException("the row of " + relation + " has no " + column);
        }
        return value;
    }

    Row with(String column, String value) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        changed.put(column, value);
        return new Row(relation, changed);
    }

    String columnList() {
        return values.keySet().stream().map(Row::quoted).collect(joining(", "));
    }

    String valueList() {
        return values.keySet().stream().map(this::literal).collect(joining(", "));
    }

    String literal(String column) {
        return "'" + value(column).replace("'", "''") + "'::"
                + relation.column(column).type();
    }

    /** A condition that this row alone fulfils. */
    String keyCondition() {
        List<String> key = relation.key();
        return key.stream()
                .map(column -> "t." + quoted(column) + " = " + literal(column))
                .collect(joining(" and "));
    }

    String insert() {
        return "insert into " + relation.qualifiedName() + " (" + columnList() + ") values (" + valueList() + ")";
    }

    static String quoted(String name) {
        return '"' + name + '"';
    }
}
