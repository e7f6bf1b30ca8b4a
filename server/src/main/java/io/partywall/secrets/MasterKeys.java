package io.partywall.secrets;

import com.google.crypto.tink.subtle.AesGcmJce;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Master keys of this process, AES-256-GCM, from its environment or a file. The first one wraps; the others are there to unwrap,
 * until every keyset has been wrapped anew. Immutable and safe for use by several threads.
 */
public final class MasterKeys implements KeyEncryption {

    private static final Pattern ID = Pattern.compile("[a-z0-9]{1,16}");
    private static final int LENGTH = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, AesGcmJce> keys;

    private MasterKeys(Map<String, AesGcmJce> keys) {
        this.keys = keys;
    }

    /**
     * Reads keys written as {@code id:base64,id:base64,…}, the wrapping one first: an id of 1 to 16 lower-case letters and digits,
     * and 32 bytes. {@link IllegalArgumentException} that names the key and the fault, never the secret.
     */
    public static MasterKeys parse(String text) {
        Map<String, AesGcmJce> keys = new LinkedHashMap<>();
        for (String entry : text.strip().split(",", -1)) {
            int colon = entry.indexOf(':');
            String id = colon < 0 ? "" : entry.substring(0, colon).strip();
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException("master keys are written id:base64[,id:base64…], an id of 1 to 16"
                        + " lower-case letters and digits; entry " + (keys.size() + 1) + " is not");
            }
            if (keys.put(id, key(id, entry.substring(colon + 1).strip())) != null) {
                throw new IllegalArgumentException("master key " + id + " is given twice");
            }
        }
        return new MasterKeys(keys);
    }

    private static AesGcmJce key(String id, String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("master key " + id + " is not base64");
        }
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException(
                    "master key " + id + " has " + bytes.length + " bytes and not " + LENGTH);
        }
        try {
            return new AesGcmJce(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("any 32 bytes make a key", impossible);
        }
    }

    /** A new random key, as text for {@link #parse}. */
    public static String generate(String id) {
        byte[] bytes = new byte[LENGTH];
        RANDOM.nextBytes(bytes);
        String text = id + ":" + Base64.getEncoder().encodeToString(bytes);
        parse(text);
        return text;
    }

    @Override
    public String currentKey() {
        return keys.keySet().iterator().next();
    }

    @Override
    public byte[] wrap(byte[] plaintext, byte[] context) {
        try {
            return keys.values().iterator().next().encrypt(plaintext, context);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM encrypts anything", impossible);
        }
    }

    @Override
    public byte[] unwrap(String key, byte[] wrapped, byte[] context) {
        AesGcmJce known = keys.get(key);
        if (known == null) {
            throw new SecretUnreadable(
                    "the master key '" + key + "' is not among those given: add it behind the first");
        }
        try {
            return known.decrypt(wrapped, context);
        } catch (GeneralSecurityException forged) {
            throw new SecretUnreadable(
                    "this was not wrapped with the master key '" + key + "', or it was changed since");
        }
    }

    @Override
    public String toString() {
        return "master keys " + keys.keySet();
    }
}
