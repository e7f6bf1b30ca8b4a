package io.partywall.tenants;

import io.partywall.access.Permission;
import io.partywall.access.Role;
import io.partywall.http.Resource;
import io.partywall.schema.jooq.enums.MemberStatus;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * A person in a tenant.
 *
 * @param permissions beyond those of the role
 */
record Member(
        UUID id,
        UUID userId,
        String email,
        String name,
        Role role,
        Set<Permission> permissions,
        MemberStatus status,
        Instant joinedAt,
        Instant updatedAt)
        implements Resource {

    Member {
        permissions = Set.copyOf(permissions);
    }

    @Override
    public Object key() {
        return id;
    }

    boolean isActiveOwner() {
        return role == Role.OWNER && status == MemberStatus.ACTIVE;
    }
}
