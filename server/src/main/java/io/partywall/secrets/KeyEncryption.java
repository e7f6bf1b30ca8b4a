package io.partywall.secrets;

/**
 * Wraps the tenants' keysets: with master keys of this process ({@link MasterKeys}), or by a key management service. Safe for use
 * by several threads.
 */
public interface KeyEncryption {

    /** The id of the key that {@link #wrap} uses now: 1 to 16 lower-case letters and digits. */
    String currentKey();

    /**
     * Encrypts with the current key.
     *
     * @param context what the plaintext belongs to; it has to be the same when it is unwrapped
     */
    byte[] wrap(byte[] plaintext, byte[] context);

    /** Decrypts with the key of that id. {@link SecretUnreadable} where it is not known, or this was not wrapped with it. */
    byte[] unwrap(String key, byte[] wrapped, byte[] context);
}
