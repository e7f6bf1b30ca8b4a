package io.partywall.tenants;

/** What a member may do in a tenant; each may do what the next may. */
public enum Role {
    OWNER,
    ADMIN,
    MEMBER,
    VIEWER
}
