package io.partywall.database;

import java.security.SecureRandom;
import java.util.Base64;

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
