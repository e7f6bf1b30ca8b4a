package io.partywall.isolation;

/** What a context may do with its tenant's rows. The database enforces it too: a {@code READ} context writes nothing, with any SQL. */
public enum Access {
    READ,
    WRITE
}
