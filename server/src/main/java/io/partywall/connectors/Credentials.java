package io.partywall.connectors;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.partywall.http.Json;
import io.partywall.http.Refused;
import io.partywall.values.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a connector logs in with, by name, on its way to where it is encrypted. */
record Credentials(@JsonValue Map<String, @Nullable String> values) {

    private static final int MOST = 20;
    private static final int LONGEST = 10_000;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Credentials {
        values = new TreeMap<>(values);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** What keeps them from being kept; null where nothing does. Never tells a value. */
    Refused.@Nullable Fault fault() {
        if (values.size() > MOST) {
            return new Refused.Fault("/credentials", "at most " + MOST + " of them");
        }
        for (Map.Entry<String, @Nullable String> entry : values.entrySet()) {
            String pointer = "/credentials" + JsonLimits.step(entry.getKey());
            if (!NAME.matcher(entry.getKey()).matches()) {
                return new Refused.Fault(pointer, "a name is to match \"" + NAME + "\"");
            }
            String value = entry.getValue();
            if (value == null || value.length() > LONGEST) {
                return new Refused.Fault(pointer, "a text of at most " + LONGEST + " characters is wanted");
            }
        }
        return null;
    }

    byte[] json() {
        return Json.mapper().writeValueAsString(values).getBytes(StandardCharsets.UTF_8);
    }

    /** Drafts are written into logs when somebody looks for a fault. */
    @Override
    public String toString() {
        return "[redacted]";
    }
}
