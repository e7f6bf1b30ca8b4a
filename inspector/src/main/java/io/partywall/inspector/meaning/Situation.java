package io.partywall.inspector.meaning;

/** Whose row is looked at, by whom. */
enum Situation {
    /** A context is set, and the row is another tenant's. */
    ANOTHERS_ROW,
    /** No context is set: the settings are absent, or empty as they are after a transaction that had them. */
    NO_CONTEXT,
    /** A context is set, and the row's tenant is NULL. */
    NOBODYS_ROW,
    /** A context is set, and the row is its tenant's. */
    OWN_ROW
}
