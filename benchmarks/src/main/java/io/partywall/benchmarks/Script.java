package io.partywall.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** SQL from the class path, with <code>${names}</code> to be filled in. */
public final class Script {

    private Script() {}

    /** The script of that name, which is relative to this package, with all values filled in. */
    public static String read(String name, Map<String, Object> values) {
        String sql;
        try (InputStream stream = Objects.requireNonNull(Script.class.getResourceAsStream(name), name)) {
            sql = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        for (Map.Entry<String, Object> value : values.entrySet()) {
            sql = sql.replace("${" + value.getKey() + "}", value.getValue().toString());
        }
        return sql;
    }
}
