package io.partywall.connectors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.partywall.http.Refused;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of events that were sent together, in the order in which they were sent. */
record Ingested(List<Item> items, long accepted, long duplicate, long rejected) {

    /** What became of one. */
    enum Status {
        /** It is stored. */
        ACCEPTED,
        /** It was stored before. */
        DUPLICATE,
        /** It does not fit. */
        REJECTED;

        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One of them.
     *
     * @param index its place among them, from 0
     * @param id of the event as it is stored, which of a duplicate is the first one's; none where it was rejected
     * @param problem why it was rejected
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(int index, @Nullable UUID id, Status status, Refused.@Nullable Fault problem) {}

    static Ingested of(List<Item> items) {
        return new Ingested(
                items, count(items, Status.ACCEPTED), count(items, Status.DUPLICATE), count(items, Status.REJECTED));
    }

    private static long count(List<Item> items, Status status) {
        return items.stream().filter(item -> item.status() == status).count();
    }
}
