package io.partywall.secrets;

import static io.partywall.schema.jooq.Tables.TENANTS;

import io.partywall.isolation.TenantId;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts and decrypts the tenants' secrets, each with its tenant's own keys, which are made when they are first needed. Keys are
 * remembered for a minute: who erases a tenant's keys has erased its secrets then. Safe for use by several threads.
 */
public final class Secrets {

    private static final long REMEMBERED_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST_REMEMBERED = 10_000;

    private record Remembered(Keyset keys, long since) {}

    private final DSLContext platform;
    private final KeyEncryption master;
    private final ConcurrentMap<TenantId, Remembered> remembered = new ConcurrentHashMap<>();

    /** Keysets of the database that this data source reaches, logged in as the platform role. */
    public Secrets(DataSource platform, KeyEncryption master) {
        this.platform = DSL.using(platform, SQLDialect.POSTGRES);
        this.master = master;
    }

    /**
     * The ciphertext of a secret that will be kept in that place.
     *
     * @throws SecretUnreadable when the tenant's keys cannot be opened, or there is no such tenant
     * @throws DataAccessException when the database does not answer
     */
    public byte[] encrypt(SecretPlace place, byte[] plaintext) {
        return keys(place.tenant()).encrypt(place, plaintext);
    }

    /**
     * The secret that is kept in that place.
     *
     * @throws SecretUnreadable when it was encrypted for another place, with a key that is gone, or was changed
     * @throws DataAccessException when the database does not answer
     */
    public byte[] decrypt(SecretPlace place, byte[] ciphertext) {
        try {
            return keys(place.tenant()).decrypt(place, ciphertext);
        } catch (GeneralSecurityException perhapsNewer) {
            // Another process may have rotated the keys since they were read.
            remembered.remove(place.tenant());
        }
        try {
            return keys(place.tenant()).decrypt(place, ciphertext);
        } catch (GeneralSecurityException unreadable) {
            throw new SecretUnreadable("the secret in " + place
                    + " cannot be opened: it was encrypted for another place or with a key that is gone, or"
                    + " was changed");
        }
    }

    /** Whether a rotation has left this ciphertext behind, so that it is to be encrypted anew. */
    public boolean isOutdated(TenantId tenant, byte[] ciphertext) {
        return !keys(tenant).isCurrent(ciphertext);
    }

    /** Gives the tenant a new key, with which everything is encrypted from now on; the others stay, to decrypt. */
    public void rotate(TenantId tenant) {
        Keyset _ = keys(tenant);
        platform.transaction(transaction -> {
            byte[] stored = transaction
                    .dsl()
                    .select(TENANTS.ENCRYPTION_KEYSET)
                    .from(TENANTS)
                    .where(TENANTS.ID.eq(tenant.value()))
                    .forNoKeyUpdate()
                    .fetchOne(TENANTS.ENCRYPTION_KEYSET);
            if (stored == null) {
                throw new SecretUnreadable("the keys of tenant " + tenant + " were erased");
            }
            byte[] rotated = Keyset.unwrap(tenant, stored, master).rotated().wrap(tenant, master);
            store(transaction.dsl(), tenant, rotated);
        });
        remembered.remove(tenant);
    }

    /** Wraps every keyset that another master key has wrapped with the current one; returns how many there were. */
    public int rewrapAll() {
        int rewrapped = 0;
        UUID after = new UUID(0, 0);
        while (true) {
            List<UUID> some = platform.select(TENANTS.ID)
                    .from(TENANTS)
                    .where(TENANTS.ENCRYPTION_KEYSET.isNotNull())
                    .and(TENANTS.ID.gt(after))
                    .orderBy(TENANTS.ID)
                    .limit(500)
                    .fetch(TENANTS.ID);
            if (some.isEmpty()) {
                return rewrapped;
            }
            for (UUID tenant : some) {
                rewrapped += rewrap(new TenantId(tenant));
            }
            after = some.getLast();
        }
    }

    private int rewrap(TenantId tenant) {
        return platform.transactionResult(transaction -> {
            byte[] stored = transaction
                    .dsl()
                    .select(TENANTS.ENCRYPTION_KEYSET)
                    .from(TENANTS)
                    .where(TENANTS.ID.eq(tenant.value()))
                    .forNoKeyUpdate()
                    .fetchOne(TENANTS.ENCRYPTION_KEYSET);
            if (stored == null || Keyset.masterKey(stored).equals(master.currentKey())) {
                return 0;
            }
            store(
                    transaction.dsl(),
                    tenant,
                    Keyset.unwrap(tenant, stored, master).wrap(tenant, master));
            return 1;
        });
    }

    private static void store(DSLContext sql, TenantId tenant, byte[] keyset) {
        int stored = sql.update(TENANTS)
                .set(TENANTS.ENCRYPTION_KEYSET, keyset)
                .where(TENANTS.ID.eq(tenant.value()))
                .execute();
        if (stored != 1) {
            throw new SecretUnreadable("there is no tenant " + tenant);
        }
    }

    private Keyset keys(TenantId tenant) {
        Remembered known = remembered.get(tenant);
        if (known != null && System.nanoTime() - known.since() < REMEMBERED_NANOS) {
            return known.keys();
        }
        long now = System.nanoTime();
        Keyset keys = Keyset.unwrap(tenant, stored(tenant), master);
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        remembered.put(tenant, new Remembered(keys, now));
        return keys;
    }

    private byte[] stored(TenantId tenant) {
        byte[] stored = find(tenant);
        if (stored != null) {
            return stored;
        }
        // Two may make keys at once: those that are stored first are the tenant's.
        platform.update(TENANTS)
                .set(TENANTS.ENCRYPTION_KEYSET, Keyset.generate().wrap(tenant, master))
                .where(TENANTS.ID.eq(tenant.value()))
                .and(TENANTS.ENCRYPTION_KEYSET.isNull())
                .execute();
        byte[] made = find(tenant);
        if (made == null) {
            throw new SecretUnreadable("there is no tenant " + tenant);
        }
        return made;
    }

    private byte @Nullable [] find(TenantId tenant) {
        return platform.select(TENANTS.ENCRYPTION_KEYSET)
                .from(TENANTS)
                .where(TENANTS.ID.eq(tenant.value()))
                .fetchOne(TENANTS.ENCRYPTION_KEYSET);
    }
}
