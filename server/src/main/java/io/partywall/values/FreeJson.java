package io.partywall.values;

import io.partywall.http.Json;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** JSON objects whose members nobody prescribes, and their columns. What people send of it is {@link Small}. */
public final class FreeJson {

    private FreeJson() {}

    /** For a column. */
    public static JSONB stored(ObjectNode object) {
        return JSONB.valueOf(written(object));
    }

    /** For a column that always holds one: an empty object where nothing was said. */
    public static JSONB storedOrEmpty(@Nullable ObjectNode object) {
        return object == null ? JSONB.valueOf("{}") : stored(object);
    }

    /** From a column that always holds one. */
    public static ObjectNode object(JSONB stored) {
        return Json.mapper().readValue(stored.data(), ObjectNode.class);
    }

    /** From a column; null where it holds none. */
    public static @Nullable ObjectNode read(@Nullable JSONB stored) {
        return stored == null ? null : object(stored);
    }

    static String written(ObjectNode object) {
        return Json.mapper().writeValueAsString(object);
    }
}
