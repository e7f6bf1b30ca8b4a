package io.partywall.metadata;

import io.partywall.http.Json;
import io.partywall.http.Refused;
import java.nio.charset.StandardCharsets;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A free object between the API and the database, as the member {@code metadata} of whatever has one. */
public final class Metadata {

    /** Enough for what a program wants to remember of a thing, and too little for a thing to hide in it. */
    private static final int MOST_BYTES = 16 * 1024;

    private Metadata() {}

    /** As it is stored; an empty object where nothing was said. {@link Refused} where it is too large. */
    public static JSONB stored(@Nullable ObjectNode metadata) {
        byte[] written =
                Json.mapper().writeValueAsBytes(metadata == null ? Json.mapper().createObjectNode() : metadata);
        if (written.length > MOST_BYTES) {
            throw Refused.invalid("/metadata", "metadata has at most " + MOST_BYTES + " bytes when it is written");
        }
        return JSONB.valueOf(new String(written, StandardCharsets.UTF_8));
    }

    /** As it is told. */
    public static ObjectNode told(JSONB stored) {
        return Json.mapper().readValue(stored.data(), ObjectNode.class);
    }
}
