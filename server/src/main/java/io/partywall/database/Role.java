package io.partywall.database;

/** In whose name a connection works. */
public enum Role {
    /** May create roles and databases; for migrations only. */
    ADMIN,
    /** Owns the schemas. Nobody logs in as it: an administrator's login that has switched to the owner. */
    OWNER,
    /** What tenants' statements run as, behind the walls. */
    APP,
    /** Work that no tenant owns: login, queue claims, the list of tenants. */
    PLATFORM
}
