package io.partywall.secrets;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.partywall.isolation.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * A tenant's keys, as Tink has them: the primary encrypts, all decrypt, and a ciphertext begins with the id of its key. In the
 * database they are the id of the master key, its length before it, and what that key has wrapped.
 */
final class Keyset {

    /** Of Tink's prefix: a byte for the version, then the key's id. */
    private static final int PREFIX = 5;

    static {
        try {
            AeadConfig.register();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Tink has AES-GCM", impossible);
        }
    }

    private final KeysetHandle handle;
    private final Aead aead;

    private Keyset(KeysetHandle handle) throws GeneralSecurityException {
        this.handle = handle;
        this.aead = handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    static Keyset generate() {
        try {
            return new Keyset(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Tink makes keys", impossible);
        }
    }

    /** The same keys and a new primary one. */
    Keyset rotated() {
        try {
            return new Keyset(KeysetHandle.newBuilder(handle)
                    .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                            .withRandomId()
                            .makePrimary())
                    .build());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Tink makes keys", impossible);
        }
    }

    static Keyset unwrap(TenantId tenant, byte[] stored, KeyEncryption master) {
        String masterKey = masterKey(stored);
        int from = 1 + masterKey.length();
        byte[] wrapped = new byte[stored.length - from];
        System.arraycopy(stored, from, wrapped, 0, wrapped.length);
        try {
            return new Keyset(TinkProtoKeysetFormat.parseKeyset(
                    master.unwrap(masterKey, wrapped, context(tenant)), InsecureSecretKeyAccess.get()));
        } catch (SecretUnreadable unreadable) {
            throw new SecretUnreadable(
                    "the keys of tenant " + tenant + " cannot be opened: " + unreadable.getMessage());
        } catch (GeneralSecurityException malformed) {
            throw new SecretUnreadable("the keys of tenant " + tenant + " are no keyset");
        }
    }

    byte[] wrap(TenantId tenant, KeyEncryption master) {
        try {
            byte[] plaintext = TinkProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get());
            byte[] wrapped = master.wrap(plaintext, context(tenant));
            byte[] id = master.currentKey().getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.allocate(1 + id.length + wrapped.length)
                    .put((byte) id.length)
                    .put(id)
                    .put(wrapped)
                    .array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Tink writes its keys", impossible);
        }
    }

    /** Which master key has wrapped it. */
    static String masterKey(byte[] stored) {
        if (stored.length < 2 || stored[0] < 1 || stored.length < 1 + stored[0]) {
            throw new SecretUnreadable("what should be a tenant's keys is none");
        }
        return new String(stored, 1, stored[0], StandardCharsets.US_ASCII);
    }

    /** One tenant's keys do not open in another's row. */
    private static byte[] context(TenantId tenant) {
        return ("partywall|" + tenant + "|tenants|encryption_keyset").getBytes(StandardCharsets.UTF_8);
    }

    byte[] encrypt(SecretPlace place, byte[] plaintext) {
        try {
            return aead.encrypt(plaintext, place.associatedData());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM encrypts anything", impossible);
        }
    }

    byte[] decrypt(SecretPlace place, byte[] ciphertext) throws GeneralSecurityException {
        return aead.decrypt(ciphertext, place.associatedData());
    }

    /** Whether the key that encrypts now has encrypted it. */
    boolean isCurrent(byte[] ciphertext) {
        return ciphertext.length > PREFIX
                && ByteBuffer.wrap(ciphertext, 1, Integer.BYTES).getInt()
                        == handle.getPrimary().getId();
    }
}
