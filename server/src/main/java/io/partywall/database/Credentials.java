package io.partywall.database;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The secrets of the runtime roles of one database, and the keys that sign tenant contexts ({@code k1:<base64>}, several
 * separated by commas).
 */
public record Credentials(String appPassword, String platformPassword, String signingKeys) {

    private static final SecureRandom RANDOM = new SecureRandom();

    static Credentials random() {
        return new Credentials(
                randomPassword(), randomPassword(), "k1:" + Base64.getEncoder().encodeToString(bytes(32)));
    }

    /** 192 random bits in letters that need no escaping in a URL. */
    static String randomPassword() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(24));
    }

    /** A key of 32 bytes. Its id is random, too: keys that were made in two places are told apart by it. */
    static String randomKey(KeptKeys which) {
        return which.idPrefix() + HexFormat.of().formatHex(bytes(4)) + ":"
                + Base64.getEncoder().encodeToString(bytes(32));
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return "Credentials[secret]";
    }
}
