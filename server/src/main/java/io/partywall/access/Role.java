package io.partywall.access;

import static io.partywall.access.Permission.API_KEYS_READ;
import static io.partywall.access.Permission.AUDIT_LOGS_READ;
import static io.partywall.access.Permission.BUSINESS_PROFILE_WRITE;
import static io.partywall.access.Permission.CONNECTORS_WRITE;
import static io.partywall.access.Permission.INVITATIONS_READ;
import static io.partywall.access.Permission.JOBS_WRITE;
import static io.partywall.access.Permission.SUBSCRIPTION_READ;
import static io.partywall.access.Permission.SUBSCRIPTION_WRITE;
import static io.partywall.access.Permission.TENANT_ERASE;
import static io.partywall.access.Permission.TENANT_EXPORT;
import static io.partywall.access.Permission.TENANT_TRANSFER;
import static io.partywall.access.Permission.TENANT_WRITE;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/** What a member may do in a tenant, as a set of permissions; each may do what the next may. */
public enum Role {
    /** Everything. */
    OWNER(_ -> true),
    /** Everything but what decides over the tenant itself and its bill. */
    ADMIN(p -> !Set.of(TENANT_TRANSFER, TENANT_ERASE, SUBSCRIPTION_WRITE).contains(p)),
    /** Works with the figures, and configures neither people, sources nor work. */
    MEMBER(p -> Role.isOfFigures(p) || Role.isOpenRead(p)),
    /** Reads figures. */
    VIEWER(Role::isOpenRead);

    @SuppressWarnings("ImmutableEnumChecker") // It is unmodifiable.
    private final Set<Permission> permissions;

    Role(Predicate<Permission> permits) {
        Set<Permission> all = EnumSet.allOf(Permission.class);
        all.removeIf(permits.negate());
        this.permissions = Collections.unmodifiableSet(all);
    }

    /** What every member with this role may do. */
    public Set<Permission> permissions() {
        return permissions;
    }

    private static boolean isOpenRead(Permission permission) {
        return permission.reads()
                && !Set.of(API_KEYS_READ, INVITATIONS_READ, AUDIT_LOGS_READ, SUBSCRIPTION_READ)
                        .contains(permission);
    }

    private static boolean isOfFigures(Permission permission) {
        return permission.toString().endsWith(":write")
                && permission.compareTo(CONNECTORS_WRITE) > 0
                && permission != BUSINESS_PROFILE_WRITE
                && !Set.of(TENANT_WRITE, TENANT_EXPORT, JOBS_WRITE).contains(permission);
    }
}
