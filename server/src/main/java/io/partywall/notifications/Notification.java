package io.partywall.notifications;

import io.partywall.http.Resource;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message to the member who reads it.
 *
 * @param link where to look closer
 * @param readAt when it was read first; null where it is new
 * @param deliveredAt when it left by the channels outside of the application; null where it has not
 */
record Notification(
        UUID id,
        String kind,
        String subject,
        String body,
        @Nullable String link,
        @Nullable Instant readAt,
        @Nullable Instant deliveredAt,
        Instant createdAt,
        Instant updatedAt)
        implements Resource {

    @Override
    public Object key() {
        return id;
    }
}
