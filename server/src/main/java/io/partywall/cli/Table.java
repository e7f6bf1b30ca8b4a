package io.partywall.cli;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Rows under named columns, printed as aligned text, JSON or CSV. A value is null, a text, a number, a truth value, a map of
 * texts to values, or anything else for its text. Figures are printed exactly and without exponents.
 */
final class Table {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final List<String> columns;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    Table(String... columns) {
        this.columns = List.of(columns);
    }

    Table row(@Nullable Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(values.length + " values for the columns " + columns);
        }
        List<@Nullable Object> row = new ArrayList<>();
        for (Object value : values) {
            row.add(value);
        }
        rows.add(row);
        return this;
    }

    /** The whole of it, with a line end. */
    String print(Output output) {
        return switch (output) {
            case TABLE -> text();
            case JSON -> json();
            case CSV -> csv();
        };
    }

    private String text() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns);
        rows.forEach(row -> lines.add(row.stream().map(Table::shown).toList()));
        StringBuilder text = new StringBuilder();
        int[] widths = IntStream.range(0, columns.size())
                .map(column -> lines.stream()
                        .mapToInt(line -> width(line.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
        for (List<String> line : lines) {
            StringBuilder padded = new StringBuilder();
            for (int column = 0; column < columns.size(); column++) {
                String value = line.get(column);
                String padding = " ".repeat(widths[column] - width(value));
                padded.append(column == 0 ? "" : "  ").append(numeric(column) ? padding + value : value + padding);
            }
            text.append(padded.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private boolean numeric(int column) {
        return !rows.isEmpty()
                && rows.stream().map(row -> row.get(column)).allMatch(v -> v == null || v instanceof Number);
    }

    private String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartArray();
            for (List<@Nullable Object> row : rows) {

                json.writeStartObject();
                for (int column = 0; column < columns.size(); column++) {
                    json.writeName(columns.get(column));
                    write(json, row.get(column));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        return text.append('\n').toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case Boolean truth -> json.writeBoolean(truth);
            case BigDecimal number -> json.writeNumber(number);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((name, inner) -> {
                    json.writeName(String.valueOf(name));
                    write(json, inner);
                });
                json.writeEndObject();
            }
            default -> json.writeString(value.toString());
        }
    }

    private String csv() {
        StringBuilder text = new StringBuilder();
        text.append(columns.stream().map(Table::quoted).collect(Collectors.joining(",", "", "\n")));
        for (List<@Nullable Object> row : rows) {
            text.append(row.stream().map(Table::shown).map(Table::quoted).collect(Collectors.joining(",", "", "\n")));
        }
        return text.toString();
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? field : "\"" + field.replace("\"", "\"\"") + "\"";
    }

    private static String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case BigDecimal number -> number.toPlainString();
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + shown(entry.getValue()))
                        .collect(Collectors.joining("; "));
            default -> value.toString();
        };
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
