package io.partywall.notifications;

import static io.partywall.schema.jooq.Tables.NOTIFICATIONS;

import io.partywall.access.Person;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.tables.records.NotificationsRecord;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A member's notifications in the database: everything here begins with whose they are. */
@Component
final class NotificationStore {

    private final Clock clock;

    NotificationStore(Clock clock) {
        this.clock = clock;
    }

    Page<Notification> list(
            TenantScope scope, Person person, @Nullable Boolean unread, @Nullable String kind, Paging paging) {
        return paging.newestFirst(
                scope.sql()
                        .selectFrom(NOTIFICATIONS)
                        .where(of(person))
                        .and(unread == null ? DSL.noCondition() : isUnread(unread))
                        .and(kind == null ? DSL.noCondition() : NOTIFICATIONS.KIND.eq(kind)),
                NOTIFICATIONS.ID,
                NotificationStore::notification);
    }

    /** {@link Refused} where the person has none with this id. */
    Notification get(TenantScope scope, Person person, UUID id) {
        return scope.sql()
                .selectFrom(NOTIFICATIONS)
                .where(of(person))
                .and(NOTIFICATIONS.ID.eq(id))
                .fetchOptional(NotificationStore::notification)
                .orElseThrow(() -> Refused.notFound("notification", id));
    }

    /** Once read it stays read since then, however often it is said. */
    Notification markRead(TenantScope scope, Person person, UUID id) {
        scope.sql()
                .update(NOTIFICATIONS)
                .set(NOTIFICATIONS.READ_AT, now())
                .where(of(person))
                .and(NOTIFICATIONS.ID.eq(id))
                .and(isUnread(true))
                .execute();
        return get(scope, person, id);
    }

    /** How many were unread. */
    int markAllRead(TenantScope scope, Person person) {
        return scope.sql()
                .update(NOTIFICATIONS)
                .set(NOTIFICATIONS.READ_AT, now())
                .where(of(person))
                .and(isUnread(true))
                .execute();
    }

    private static Condition of(Person person) {
        return NOTIFICATIONS.USER_ID.eq(person.id());
    }

    private static Condition isUnread(boolean unread) {
        return unread ? NOTIFICATIONS.READ_AT.isNull() : NOTIFICATIONS.READ_AT.isNotNull();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Notification notification(NotificationsRecord row) {
        return new Notification(
                row.getId(),
                row.getKind(),
                row.getSubject(),
                row.getBody(),
                row.getLink(),
                instant(row.getReadAt()),
                instant(row.getDeliveredAt()),
                row.getCreatedAt().toInstant(),
                row.getUpdatedAt().toInstant());
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
