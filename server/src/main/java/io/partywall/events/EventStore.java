package io.partywall.events;

import static io.partywall.schema.jooq.Tables.ANALYTICS_EVENTS;

import io.partywall.http.Json;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.tables.records.AnalyticsEventsRecord;
import io.partywall.values.Moments;
import java.time.Instant;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Events as they are read. */
@Component
final class EventStore {

    /**
     * Which events are wanted; null is any.
     *
     * @param to before this
     */
    record Wanted(
            @Nullable String eventType,
            @Nullable String eventName,
            @Nullable String source,
            @Nullable String subjectId,
            @Nullable Instant from,
            @Nullable Instant to) {

        Condition condition() {
            return DSL.and(
                    is(ANALYTICS_EVENTS.EVENT_TYPE, eventType),
                    is(ANALYTICS_EVENTS.EVENT_NAME, eventName),
                    is(ANALYTICS_EVENTS.SOURCE, source),
                    is(ANALYTICS_EVENTS.SUBJECT_ID, subjectId),
                    from == null ? DSL.noCondition() : ANALYTICS_EVENTS.TIMESTAMP.ge(Moments.stored(from)),
                    to == null ? DSL.noCondition() : ANALYTICS_EVENTS.TIMESTAMP.lt(Moments.stored(to)));
        }

        private static Condition is(Field<String> field, @Nullable String value) {
            return value == null ? DSL.noCondition() : field.eq(value);
        }
    }

    /** In the order in which they came in, which every partition has an index of; by their moments, all of them would be sorted. */
    Page<StoredEvent> list(TenantScope scope, Wanted wanted, Paging paging) {
        return paging.newestFirst(
                scope.sql().selectFrom(ANALYTICS_EVENTS).where(wanted.condition()),
                ANALYTICS_EVENTS.ID,
                EventStore::event);
    }

    /** {@link Refused} where there is none. */
    StoredEvent get(TenantScope scope, UUID id) {
        return scope.sql()
                .selectFrom(ANALYTICS_EVENTS)
                .where(ANALYTICS_EVENTS.ID.eq(id))
                .fetchOptional(EventStore::event)
                .orElseThrow(() -> Refused.notFound("event", id));
    }

    private static StoredEvent event(AnalyticsEventsRecord row) {
        return new StoredEvent(
                row.getId(),
                row.getEventName(),
                row.getEventType(),
                row.getTimestamp().toInstant(),
                row.getDay(),
                row.getSource(),
                row.getSourceId(),
                row.getConnectorId(),
                row.getSubjectId(),
                row.getValue(),
                row.getCurrency(),
                Json.mapper().readTree(row.getProperties().data()),
                row.getIngestedAt().toInstant());
    }
}
