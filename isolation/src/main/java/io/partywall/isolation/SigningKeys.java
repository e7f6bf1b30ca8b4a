package io.partywall.isolation;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * The keys that sign tenant contexts. The first one signs; all of them are known to verify, which is how keys rotate: add
 * the new key behind the old one and install it ({@link IsolationInstaller#trust}), then put it first everywhere, then,
 * when the last context of the old key has expired, leave the old one out.
 *
 * <p>Whoever holds these keys can act for any tenant. Immutable and safe for use by any thread.
 */
public final class SigningKeys {

    /** The longest time that a context may live: long enough for a night's job, short enough to lose. */
    public static final Duration LONGEST_LIFETIME = Duration.ofHours(24);

    /** The longest origin, in characters. */
    public static final int LONGEST_ORIGIN = 1_000;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<SigningKey> keys;
    private final Clock clock;

    private SigningKeys(List<SigningKey> keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Reads keys written as {@code id:base64,id:base64,…}, the signing one first. An id has 1 to 16 lower-case letters and
     * digits; a secret has 32 to 64 bytes. Throws {@link IllegalArgumentException} that names the key and the fault, never
     * the secret.
     */
    public static SigningKeys parse(String text) {
        List<SigningKey> keys = new ArrayList<>();
        for (String entry : text.strip().split(",", -1)) {
            int colon = entry.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("signing keys are written id:base64[,id:base64…]; entry "
                        + (keys.size() + 1) + " has no colon");
            }
            SigningKey key = SigningKey.of(
                    entry.substring(0, colon).strip(),
                    entry.substring(colon + 1).strip());
            if (keys.stream().anyMatch(other -> other.id().equals(key.id()))) {
                throw new IllegalArgumentException("signing key " + key.id() + " is given twice");
            }
            keys.add(key);
        }
        return new SigningKeys(List.copyOf(keys), Clock.systemUTC());
    }

    /** A new random key of 32 bytes, as text for {@link #parse}. Keep it where the application keeps its secrets. */
    public static String generate(String id) {
        byte[] secret = new byte[SigningKey.SHORTEST_SECRET];
        RANDOM.nextBytes(secret);
        String text = id + ":" + Base64.getEncoder().encodeToString(secret);
        parse(text);
        return text;
    }

    /** The same keys, telling the time by another clock. */
    public SigningKeys withClock(Clock clock) {
        return new SigningKeys(keys, clock);
    }

    /**
     * Issues a context. Call it where the caller's identity has just been verified, and nowhere else.
     *
     * @param lifetime how long the context is valid at least (up to a second longer), from a second up to {@link
     *     #LONGEST_LIFETIME}; as short as the work allows
     */
    public TenantContext issue(TenantId tenant, Actor actor, Access access, Duration lifetime) {
        return issue(tenant, actor, access, lifetime, "");
    }

    /**
     * Issues a context that also says where its work comes from, for records of what was changed: {@code
     * isolation.verified_origin()} tells it in the database.
     *
     * @param lifetime as above
     * @param origin in the application's own words, such as a request's id and address; at most {@link #LONGEST_ORIGIN}
     *     characters, none of them NUL
     */
    public TenantContext issue(TenantId tenant, Actor actor, Access access, Duration lifetime, String origin) {
        if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(LONGEST_LIFETIME) > 0) {
            throw new IllegalArgumentException(
                    "a context lives from 1 second to " + LONGEST_LIFETIME.toHours() + " hours, not " + lifetime);
        }
        if (origin.length() > LONGEST_ORIGIN || origin.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("an origin has at most " + LONGEST_ORIGIN
                    + " characters, none of them NUL; this one has " + origin.length());
        }
        SigningKey key = keys.getFirst();
        // Whole seconds, rounded up: a context of one second would otherwise be over at once, now and then.
        Instant expiresAt =
                clock.instant().plus(lifetime).plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
        String payload = String.join(
                ".",
                "v1",
                key.id(),
                tenant.toString(),
                actor.toString(),
                access.name().toLowerCase(Locale.ROOT),
                Long.toString(expiresAt.getEpochSecond()),
                Base64.getEncoder().encodeToString(origin.getBytes(StandardCharsets.UTF_8)));
        return new TenantContext(tenant, actor, access, expiresAt, origin, key, payload + "." + key.mac(payload));
    }

    /** Refuses a context that the database would refuse: one of another key, or one that has expired. */
    void check(TenantContext context) {
        if (!keys.contains(context.key())) {
            throw new IsolationException.InvalidContext("the context (" + context + ") was signed with the key "
                    + context.key().id() + ", which is not among the signing keys");
        }
        if (!clock.instant().isBefore(context.expiresAt().plusSeconds(1))) {
            throw new IsolationException.InvalidContext("the context (" + context + ") has expired: issue a new one");
        }
    }

    List<SigningKey> all() {
        return keys;
    }

    @Override
    public String toString() {
        return "signing keys " + keys.stream().map(SigningKey::id).toList();
    }
}
