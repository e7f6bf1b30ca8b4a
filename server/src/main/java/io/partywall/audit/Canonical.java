package io.partywall.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON with one spelling for each value, as RFC 8785 (JSON Canonicalization Scheme) has it: members sorted by the UTF-16 units of
 * their names, no space, only what must be escaped is escaped. One difference: numbers are exact decimals without an exponent,
 * with the digits that they were given, and not doubles.
 */
final class Canonical {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Canonical() {}

    /** The canonical spelling; {@link IllegalArgumentException} where the text is no JSON. */
    static String json(String text) {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("this is no JSON: " + malformed.getOriginalMessage());
        }
        if (node.isMissingNode()) {
            throw new IllegalArgumentException("this is no JSON: it is empty");
        }
        StringBuilder out = new StringBuilder(text.length());
        write(node, out);
        return out.toString();
    }

    /** An object of these members; values are strings, or null. */
    static String object(Map<String, ? extends @Nullable Object> members) {
        StringBuilder out = new StringBuilder("{");
        new TreeMap<String, @Nullable Object>(members).forEach((name, value) -> {
            string(name, separated(out)).append(':');
            if (value == null) {
                out.append("null");
            } else {
                string(value.toString(), out);
            }
        });
        return out.append('}').toString();
    }

    static String time(Instant moment) {
        return MICROSECONDS.format(moment);
    }

    private static void write(JsonNode node, StringBuilder out) {
        if (node.isObject()) {
            out.append('{');
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
            sorted.forEach((name, value) -> {
                string(name, separated(out)).append(':');
                write(value, out);
            });
            out.append('}');
        } else if (node.isArray()) {
            out.append('[');
            for (Iterator<JsonNode> each = node.iterator(); each.hasNext(); ) {
                write(each.next(), separated(out));
            }
            out.append(']');
        } else if (node.isString()) {
            string(node.stringValue(), out);
        } else if (node.isNumber()) {
            out.append(node.decimalValue().toPlainString());
        } else {
            out.append(node.isNull() ? "null" : node.booleanValue());
        }
    }

    private static StringBuilder separated(StringBuilder out) {
        char last = out.charAt(out.length() - 1);
        return last == '{' || last == '[' ? out : out.append(',');
    }

    private static StringBuilder string(String value, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char unit = value.charAt(i);
            switch (unit) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (unit < ' ') {
                        out.append("\\u%04x".formatted((int) unit));
                    } else {
                        out.append(unit);
                    }
                }
            }
        }
        return out.append('"');
    }
}
