package io.partywall.http;

/** An answer with something in it that is shown once: what is kept to be answered again is without it. */
public interface ShownOnce {

    /** The same answer without the secret. */
    Object withoutSecret();
}
