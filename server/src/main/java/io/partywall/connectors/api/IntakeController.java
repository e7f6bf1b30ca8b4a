package io.partywall.connectors.api;

import static io.partywall.access.Permission.EVENTS_WRITE;

import io.partywall.access.Requires;
import io.partywall.connectors.api.Ingested.Item;
import io.partywall.connectors.api.Ingested.Status;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/events")
@Tag(name = "events", description = "Business facts")
final class IntakeController {

    private static final String EVENT = """
        An event has: event_name (required, such as order_completed); event_type (by default the name); timestamp (required, with \
        its offset); message_id (1 to 100 characters, by which its source is recognised to send it again; by default a new one); \
        subject_id (whom it is about); value (what it adds to the revenue, in the tenant's currency: other quantities belong into \
        the properties); currency (the tenant's); properties (a JSON object; country or channel say where revenue comes from); \
        source (by default api). It has at most 32 KB.\
        """;

    /** What became of an event that was sent alone. */
    record Stored(UUID id, Status status) {}

    private final Ingestion ingestion;

    IntakeController(Ingestion ingestion) {
        this.ingestion = ingestion;
    }

    @PostMapping
    @Requires(EVENTS_WRITE)
    @Operation(summary = "Send an event: 201, or 200 where it was sent before", description = EVENT)
    Stored one(TenantScope scope, @RequestBody JsonNode event, HttpServletResponse response) {
        Item item =
                ingestion.ingest(scope, List.of(event), _ -> "", null).items().getFirst();
        if (item.problem() != null) {
            throw Refused.invalid(item.problem().pointer(), item.problem().detail());
        }
        UUID id = Objects.requireNonNull(item.id());
        if (item.status() == Status.ACCEPTED) {
            response.setStatus(HttpStatus.CREATED.value());
            response.setHeader("Location", "/api/events/" + id);
        }
        return new Stored(id, item.status());
    }

    @PostMapping("/batch")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Requires(EVENTS_WRITE)
    @Operation(
            summary = "Send up to 1,000 events; each is accepted or rejected by itself",
            description = EVENT + " Where sent_at shows that the sender's clock is wrong by more than five seconds, the"
                    + " timestamps are corrected by as much.")
    Ingested batch(TenantScope scope, @RequestBody @Valid SentEvents sent) {
        return ingestion.ingest(scope, sent.events(), number -> "/events/" + number, sentAt(sent.sentAt()));
    }

    private static @Nullable Instant sentAt(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Instant sentAt = Timestamps.find(text);
        if (sentAt == null) {
            throw Refused.invalid("/sent_at", Timestamps.WANTED);
        }
        return sentAt;
    }
}
