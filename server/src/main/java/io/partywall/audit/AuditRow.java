package io.partywall.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of a tenant's audit trail.
 *
 * @param createdAt when the transaction of the change began, to the microsecond
 * @param action {@code create}, {@code update}, {@code delete}, or what else somebody did
 * @param resource the table, such as {@code kpis}
 * @param actor {@code user:<uuid> <name> <e-mail>}, {@code service:<name>}, or {@code erased}
 * @param userId the person, for as long as there is one
 * @param changes JSON: the fields before and after
 * @param seal its place in the trail; null until it has one
 */
record AuditRow(
        UUID id,
        Instant createdAt,
        String action,
        String resource,
        @Nullable String resourceId,
        @Nullable String requestId,
        String actor,
        @Nullable UUID userId,
        @Nullable String ipAddress,
        @Nullable String userAgent,
        String changes,
        @Nullable Seal seal) {

    static final String ERASED = "erased";
    static final String ERASED_CHANGES = "{\"erased\":true}";

    AuditRow sealed(Seal as) {
        return with(as);
    }

    AuditRow unsealed() {
        return with(null);
    }

    private AuditRow with(@Nullable Seal as) {
        return new AuditRow(
                id,
                createdAt,
                action,
                resource,
                resourceId,
                requestId,
                actor,
                userId,
                ipAddress,
                userAgent,
                changes,
                as);
    }

    /** As a person would name it. */
    String described() {
        return action + " " + resource + (resourceId == null ? "" : " " + resourceId) + " of " + createdAt + ", row "
                + id;
    }
}
