package io.partywall.inspector.probe;

import io.partywall.inspector.catalogue.Sql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One row as text.
 *
 * @param values its columns that are not NULL
 * @param key the columns that tell it from the others
 */
record SampleRow(Map<String, String> values, List<String> key) {

    private static final Pattern HARMLESS = Pattern.compile("[0-9a-f-]{1,36}|\\(\\d+,\\d+\\)");
    private static final String PLACE = "ctid";
    private static final String TABLE = "tableoid";

    static SampleRow of(Map<String, String> values, List<String> primaryKey) {
        return new SampleRow(
                values,
                !primaryKey.isEmpty() && values.keySet().containsAll(primaryKey) ? primaryKey : List.of(TABLE, PLACE));
    }

    /** The condition that is true of it alone. */
    String where() {
        return key.stream().map(c -> Sql.identifier(c) + " = ?").collect(Collectors.joining(" and "));
    }

    /** The parameters of {@link #where}, behind others. */
    @Nullable
    String[] and(@Nullable String... first) {
        List<@Nullable String> all = new ArrayList<>(List.of());
        for (@Nullable String value : first) {
            all.add(value);
        }
        key.forEach(c -> all.add(values.getOrDefault(c, "")));
        return all.toArray(new @Nullable String[0]);
    }

    /** The condition as a report may show it: numbers and the like, but no names or addresses. */
    String shown() {
        return key.stream()
                .map(c -> Sql.identifier(c) + " = "
                        + (HARMLESS.matcher(value(c)).matches() ? Sql.literal(value(c)) : "'…'"))
                .collect(Collectors.joining(" and "));
    }

    /** The same row with other values. */
    SampleRow with(Map<String, String> others) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        changed.putAll(others);
        return new SampleRow(changed, key);
    }

    String value(String column) {
        return values.getOrDefault(column, "");
    }

    boolean has(String column) {
        return values.containsKey(column);
    }
}
