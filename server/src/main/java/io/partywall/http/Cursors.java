package io.partywall.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes where a page ends as text that only this installation can have written, and only for the same list: a cursor of another
 * tenant, another list or with other filters is none. Safe for use by several threads.
 */
public final class Cursors {

    private static final int MAC_BYTES = 16;
    private static final String BETWEEN = "\u001f";

    private final SecretKeySpec key;

    /** Cursors that are signed with a key made of these bytes, which are secret. */
    public Cursors(byte[] secret) {
        this.key = new SecretKeySpec(hmac(new SecretKeySpec(secret, "HmacSHA256"), "partywall cursors"), "HmacSHA256");
    }

    String write(String list, List<String> position) {
        String text = String.join(BETWEEN, position);
        byte[] told = text.getBytes(StandardCharsets.UTF_8);
        byte[] mac = Arrays.copyOf(hmac(key, list + BETWEEN + text), MAC_BYTES);
        byte[] cursor = Arrays.copyOf(mac, mac.length + told.length);
        System.arraycopy(told, 0, cursor, mac.length, told.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
    }

    List<String> read(String list, String cursor) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException malformed) {
            throw Refused.of(ProblemType.INVALID_CURSOR);
        }
        if (bytes.length < MAC_BYTES) {
            throw Refused.of(ProblemType.INVALID_CURSOR);
        }
        String text = new String(bytes, MAC_BYTES, bytes.length - MAC_BYTES, StandardCharsets.UTF_8);
        byte[] mac = Arrays.copyOf(hmac(key, list + BETWEEN + text), MAC_BYTES);
        if (!MessageDigest.isEqual(mac, Arrays.copyOf(bytes, MAC_BYTES))) {
            throw Refused.of(ProblemType.INVALID_CURSOR);
        }
        return List.of(text.split(BETWEEN, -1));
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", impossible);
        }
    }
}
