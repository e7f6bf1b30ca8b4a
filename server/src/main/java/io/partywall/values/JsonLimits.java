package io.partywall.values;

import io.partywall.http.Json;
import io.partywall.http.Refused;
import java.math.BigDecimal;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What free JSON has to keep to. The database keeps it as it was sent, or not at all; and nobody gets a number written out whose
 * exponent alone is short.
 */
public final class JsonLimits {

    private static final int MOST_DIGITS = 38;

    private JsonLimits() {}

    /**
     * What is wrong with it; null is nothing.
     *
     * @param pointer where it is in the body
     * @param mostBytes how long it may be, written without spaces
     */
    public static Refused.@Nullable Fault fault(String pointer, JsonNode json, int mostBytes) {
        Refused.Fault inside = inside(json, StandardCharsets.UTF_8.newEncoder());
        if (inside != null) {
            return below(pointer, inside);
        }
        int bytes = Json.mapper().writeValueAsBytes(json).length;
        return bytes > mostBytes
                ? new Refused.Fault(pointer, "at most " + mostBytes + " bytes of JSON, unlike " + bytes)
                : null;
    }

    private static Refused.@Nullable Fault inside(JsonNode json, CharsetEncoder utf8) {
        if (json.isNumber() && !isShort(json.decimalValue())) {
            return new Refused.Fault("", "a number has at most " + MOST_DIGITS + " digits");
        }
        if (json.isString() && !isText(json.stringValue(), utf8)) {
            return new Refused.Fault("", "the text holds a character that cannot be kept");
        }
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            if (!isText(member.getKey(), utf8)) {
                return new Refused.Fault("", "a name holds a character that cannot be kept");
            }
            Refused.Fault fault = inside(member.getValue(), utf8);
            if (fault != null) {
                return below(step(member.getKey()), fault);
            }
        }
        for (int i = 0; json.isArray() && i < json.size(); i++) {
            Refused.Fault fault = inside(json.get(i), utf8);
            if (fault != null) {
                return below("/" + i, fault);
            }
        }
        return null;
    }

    /** Pointers are made of what is wrong only: of every element, they could be longer than the body by far. */
    private static Refused.Fault below(String step, Refused.Fault fault) {
        return new Refused.Fault(step + fault.pointer(), fault.detail());
    }

    private static boolean isShort(BigDecimal number) {
        return number.precision() <= MOST_DIGITS && Math.abs((long) number.scale()) <= MOST_DIGITS;
    }

    /** PostgreSQL keeps no U+0000, and nothing writes half of a character. */
    private static boolean isText(String text, CharsetEncoder utf8) {
        return text.indexOf('\0') < 0 && utf8.canEncode(text);
    }

    /** One step of a JSON Pointer (RFC 6901). */
    public static String step(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
