package io.partywall.secrets;

/** A secret, or the keys that it needs, that cannot be opened; the message says which and why, and nothing of what is in it. */
public final class SecretUnreadable extends RuntimeException {

    /** For implementations of {@link KeyEncryption}, too. */
    public SecretUnreadable(String message) {
        super(message);
    }
}
