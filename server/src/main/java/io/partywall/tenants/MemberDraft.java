package io.partywall.tenants;

import io.partywall.access.Permission;
import io.partywall.access.Role;
import io.partywall.schema.jooq.enums.MemberStatus;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What can be said of a member. */
record MemberDraft(
        @NotNull Role role,
        @NotNull @Size(max = 100) List<@NotNull Permission> permissions,
        @NotNull MemberStatus status) {

    static MemberDraft of(Member member) {
        return new MemberDraft(member.role(), List.copyOf(member.permissions()), member.status());
    }

    Set<Permission> permissionSet() {
        Set<Permission> set = EnumSet.noneOf(Permission.class);
        set.addAll(permissions);
        return set;
    }
}
