package io.partywall.inspector.catalogue;

/** A right on a table. */
public enum Privilege {
    SELECT,
    INSERT,
    UPDATE,
    DELETE,
    TRUNCATE,
    REFERENCES,
    TRIGGER,
    /** Since PostgreSQL 17. */
    MAINTAIN
}
