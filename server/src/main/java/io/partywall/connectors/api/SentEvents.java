package io.partywall.connectors.api;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Events that are sent together; each is read by itself.
 *
 * @param sentAt what the sender's clock showed when it sent them
 */
record SentEvents(
        @NotNull @Size(min = 1, max = MOST) List<JsonNode> events,
        @Nullable @Schema(format = "date-time") String sentAt) {

    static final int MOST = 1_000;
}
