package io.partywall.connectors.onlineretail;

/** What a line of the file turned out to be. */
public sealed interface Row permits OrderLine, Rejected {

    /** The line of the file where it begins; the header is line 1. */
    long line();
}
