package io.partywall.notifications;

import static io.partywall.access.Permission.NOTIFICATIONS_READ;
import static io.partywall.access.Permission.NOTIFICATIONS_WRITE;

import io.partywall.access.Caller;
import io.partywall.access.Requires;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.isolation.TenantScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/notifications")
@Tag(name = "notifications", description = "Messages to the caller, and to nobody else")
final class NotificationController {

    /** How many were unread, and are not any more. */
    record MarkedRead(int read) {}

    private final NotificationStore notifications;

    NotificationController(NotificationStore notifications) {
        this.notifications = notifications;
    }

    @GetMapping
    @Requires(NOTIFICATIONS_READ)
    @Operation(summary = "List your notifications, the newest first")
    Page<Notification> list(
            TenantScope scope,
            Caller caller,
            @RequestParam @Nullable Boolean unread,
            @RequestParam @Nullable String kind,
            Paging paging) {
        return notifications.list(scope, caller.person(), unread, kind, paging);
    }

    @GetMapping("/{id}")
    @Requires(NOTIFICATIONS_READ)
    @Operation(summary = "Read one of your notifications; that does not mark it as read")
    Notification get(TenantScope scope, Caller caller, @PathVariable UUID id) {
        return notifications.get(scope, caller.person(), id);
    }

    @PostMapping("/{id}/read")
    @Requires(NOTIFICATIONS_WRITE)
    @Operation(summary = "Mark one of your notifications as read")
    Notification markRead(TenantScope scope, Caller caller, @PathVariable UUID id) {
        return notifications.markRead(scope, caller.person(), id);
    }

    @PostMapping("/read-all")
    @Requires(NOTIFICATIONS_WRITE)
    @Operation(summary = "Mark all your notifications as read")
    MarkedRead markAllRead(TenantScope scope, Caller caller) {
        return new MarkedRead(notifications.markAllRead(scope, caller.person()));
    }
}
