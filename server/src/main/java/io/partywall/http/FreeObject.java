package io.partywall.http;

import java.nio.charset.StandardCharsets;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What people attach to a thing beyond the fields that it has: an object of their own, which is kept and given back. */
public final class FreeObject {

    /** Enough for what a program wants to remember of a thing, and too little for a thing to hide in it. */
    private static final int MOST_BYTES = 16 * 1024;

    private FreeObject() {}

    /**
     * As it is stored; an empty object where nothing was said. {@link Refused} where it is too large.
     *
     * @param pointer where it is in the body
     */
    public static JSONB stored(String pointer, @Nullable ObjectNode object) {
        byte[] written = Json.mapper().writeValueAsBytes(object == null ? Json.mapper().createObjectNode() : object);
        if (written.length > MOST_BYTES) {
            throw Refused.invalid(pointer, "an object has at most " + MOST_BYTES + " bytes here when it is written");
        }
        return JSONB.valueOf(new String(written, StandardCharsets.UTF_8));
    }

    /** As it is told. */
    public static ObjectNode told(JSONB stored) {
        return Json.mapper().readValue(stored.data(), ObjectNode.class);
    }
}
