package io.partywall.events;

import static io.partywall.access.Permission.EVENTS_READ;

import io.partywall.access.Requires;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.isolation.TenantScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/events")
@Tag(name = "events", description = "Business facts")
final class EventController {

    private final EventStore events;

    EventController(EventStore events) {
        this.events = events;
    }

    @GetMapping
    @Requires(EVENTS_READ)
    @Operation(summary = "List the events from one time until before another, the latest first")
    Page<StoredEvent> list(
            TenantScope scope,
            @RequestParam(name = "event_type") @Nullable String eventType,
            @RequestParam(name = "event_name") @Nullable String eventName,
            @RequestParam @Nullable String source,
            @RequestParam(name = "subject_id") @Nullable String subjectId,
            @RequestParam @Nullable Instant from,
            @RequestParam @Nullable Instant to,
            Paging paging) {
        return events.list(scope, new EventStore.Wanted(eventType, eventName, source, subjectId, from, to), paging);
    }

    @GetMapping("/{id}")
    @Requires(EVENTS_READ)
    @Operation(summary = "Read an event")
    StoredEvent get(TenantScope scope, @PathVariable UUID id) {
        return events.get(scope, id);
    }
}
