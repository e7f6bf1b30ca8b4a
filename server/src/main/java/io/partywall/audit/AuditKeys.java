package io.partywall.audit;

import com.google.crypto.tink.subtle.Ed25519Sign;
import com.google.crypto.tink.subtle.Ed25519Verify;
import io.partywall.isolation.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys that seal audit trails: Ed25519 (RFC 8032). The first one signs; keys rotate by putting a new one first and keeping the
 * old ones, whose seals stay. Whoever has the public keys can verify. Immutable and safe for use by any thread.
 */
public final class AuditKeys {

    private static final Pattern ID = Pattern.compile("[a-z0-9]{1,16}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, Ed25519Sign.KeyPair> keys;

    private AuditKeys(Map<String, Ed25519Sign.KeyPair> keys) {
        this.keys = keys;
    }

    /**
     * Reads keys written as {@code id:base64,id:base64,…}, the signing one first: an id of 1 to 16 lower-case letters and digits,
     * and the 32 bytes that the private key is made of. {@link IllegalArgumentException} that names the key and the fault, never
     * the secret.
     */
    public static AuditKeys parse(String text) {
        Map<String, Ed25519Sign.KeyPair> keys = new LinkedHashMap<>();
        entries(text).forEach((id, seed) -> {
            try {
                keys.put(id, Ed25519Sign.KeyPair.newKeyPairFromSeed(seed));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("any 32 bytes make a key", impossible);
            }
        });
        return new AuditKeys(keys);
    }

    /** A new random key, as text for {@link #parse}. */
    public static String generate(String id) {
        byte[] seed = new byte[32];
        RANDOM.nextBytes(seed);
        String text = id + ":" + Base64.getEncoder().encodeToString(seed);
        parse(text);
        return text;
    }

    /** The public halves, in the same notation; to be kept where trails are verified. */
    public String publicKeys() {
        return keys.entrySet().stream()
                .map(key -> key.getKey() + ":"
                        + Base64.getEncoder().encodeToString(key.getValue().getPublicKey()))
                .collect(Collectors.joining(","));
    }

    Checkpoint sign(TenantId tenant, Checkpoint unsigned) {
        Map.Entry<String, Ed25519Sign.KeyPair> key = keys.entrySet().iterator().next();
        Checkpoint named = new Checkpoint(
                unsigned.from(),
                unsigned.to(),
                unsigned.root(),
                unsigned.previous(),
                unsigned.head(),
                unsigned.leaves(),
                unsigned.sealedAt(),
                key.getKey(),
                unsigned.signature());
        try {
            Bytes signature = Bytes.of(new Ed25519Sign(key.getValue().getPrivateKey()).sign(signed(tenant, named)));
            return new Checkpoint(
                    named.from(),
                    named.to(),
                    named.root(),
                    named.previous(),
                    named.head(),
                    named.leaves(),
                    named.sealedAt(),
                    named.keyId(),
                    signature);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a checkpoint cannot be signed", impossible);
        }
    }

    /** Public keys: what a verifier needs, and all that it needs. */
    public static final class Public {

        private final Map<String, byte[]> keys;

        private Public(Map<String, byte[]> keys) {
            this.keys = keys;
        }

        /** Reads what {@link AuditKeys#publicKeys} has written. */
        public static Public parse(String text) {
            return new Public(entries(text));
        }

        boolean knows(String id) {
            return keys.containsKey(id);
        }

        boolean verifies(TenantId tenant, Checkpoint checkpoint) {
            byte[] key = keys.get(checkpoint.keyId());
            if (key == null) {
                return false;
            }
            try {
                new Ed25519Verify(key).verify(checkpoint.signature().toArray(), signed(tenant, checkpoint));
                return true;
            } catch (GeneralSecurityException forged) {
                return false;
            }
        }
    }

    private static byte[] signed(TenantId tenant, Checkpoint checkpoint) {
        Map<String, @Nullable Object> members = new HashMap<>();
        members.put("tenant_id", tenant);
        members.put("from_sequence", checkpoint.from());
        members.put("to_sequence", checkpoint.to());
        members.put("merkle_root", checkpoint.root());
        members.put("previous", checkpoint.previous());
        members.put("head", checkpoint.head());
        members.put("created_at", Canonical.time(checkpoint.sealedAt()));
        members.put("key_id", checkpoint.keyId());
        return Canonical.object(members).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> entries(String text) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (String entry : text.strip().split(",", -1)) {
            int colon = entry.indexOf(':');
            String id = colon < 0 ? "" : entry.substring(0, colon).strip();
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException("audit keys are written id:base64[,id:base64…], an id of 1 to 16"
                        + " lower-case letters and digits; entry " + (entries.size() + 1) + " is not");
            }
            byte[] bytes;
            try {
                bytes = Base64.getDecoder().decode(entry.substring(colon + 1).strip());
            } catch (IllegalArgumentException malformed) {
                throw new IllegalArgumentException("audit key " + id + " is not base64");
            }
            if (bytes.length != 32) {
                throw new IllegalArgumentException("audit key " + id + " has " + bytes.length + " bytes and not 32");
            }
            if (entries.put(id, bytes) != null) {
                throw new IllegalArgumentException("audit key " + id + " is given twice");
            }
        }
        return entries;
    }

    @Override
    public String toString() {
        return "audit keys " + keys.keySet();
    }
}
