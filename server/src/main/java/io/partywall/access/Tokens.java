package io.partywall.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Secrets that are shown once and kept as hashes. They are 256 random bits, so that a quick hash is enough: nobody finds one by
 * trying.
 */
public final class Tokens {

    /** What is behind the beginning of an API key: 43 random characters and six that check all before them. */
    private static final Pattern API_KEY = Pattern.compile("(pwk_[a-z2-7]{12})_[0-9A-Za-z]{43}[0-9a-f]{8}");

    private static final String PREFIX_LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final String SECRET_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static final SecureRandom RANDOM = new SecureRandom();

    private Tokens() {}

    /** A new secret, of characters that fit into an address. */
    public static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What is kept of it. */
    public static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** The beginning of a new API key, by which it is looked up, and by which people tell keys apart. */
    static String apiKeyPrefix() {
        return "pwk_" + letters(PREFIX_LETTERS, 12);
    }

    /** A whole API key with this beginning. */
    static String apiKey(String prefix) {
        String body = prefix + "_" + letters(SECRET_LETTERS, 43);
        return body + checksum(body);
    }

    /** Whether this was an API key when it was written down: a slip of the pen needs no database to be seen. */
    static boolean isApiKey(String text) {
        return API_KEY.matcher(text).matches()
                && checksum(text.substring(0, text.length() - 8)).equals(text.substring(text.length() - 8));
    }

    static String prefixOf(String apiKey) {
        return apiKey.substring(0, apiKey.lastIndexOf('_'));
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    private static String letters(String among, int count) {
        return RANDOM.ints(count, 0, among.length())
                .collect(StringBuilder::new, (text, i) -> text.append(among.charAt(i)), StringBuilder::append)
                .toString();
    }
}
