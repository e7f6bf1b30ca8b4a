package io.partywall.isolation;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** One key of {@link SigningKeys}: signs with HMAC-SHA-256, and knows what the database needs to verify. */
final class SigningKey {

    static final int SHORTEST_SECRET = 32;

    private static final Pattern ID = Pattern.compile("[a-z0-9]{1,16}");
    private static final int BLOCK = 64;

    private final String id;
    private final byte[] secret;

    private SigningKey(String id, byte[] secret) {
        this.id = id;
        this.secret = secret;
    }

    static SigningKey of(String id, String base64) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "a signing key's id has 1 to 16 lower-case letters and digits, unlike '" + id + "'");
        }
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("the secret of signing key " + id + " is not base64");
        }
        if (secret.length < SHORTEST_SECRET || secret.length > BLOCK) {
            throw new IllegalArgumentException("the secret of signing key " + id + " has " + secret.length + " bytes; "
                    + SHORTEST_SECRET + " to " + BLOCK + " are needed");
        }
        return new SigningKey(id, secret);
    }

    String id() {
        return id;
    }

    String mac(String payload) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(payload.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }

    /** What HMAC hashes in front of the message (RFC 2104). */
    byte[] innerBlock() {
        return block(0x36);
    }

    /** What HMAC hashes in front of the inner hash (RFC 2104). */
    byte[] outerBlock() {
        return block(0x5c);
    }

    /** The same id and the same secret, compared in constant time. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SigningKey key && id.equals(key.id) && MessageDigest.isEqual(secret, key.secret);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    private byte[] block(int pad) {
        byte[] block = Arrays.copyOf(secret, BLOCK);
        for (int i = 0; i < BLOCK; i++) {
            block[i] ^= (byte) pad;
        }
        return block;
    }
}
