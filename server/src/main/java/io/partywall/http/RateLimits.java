package io.partywall.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;

/**
 * Lets each caller have so many requests in so long, spent as they come and refilled evenly, and says what is left
 * (draft-ietf-httpapi-ratelimit-headers). Counted in this process. Safe for use by several threads.
 */
public final class RateLimits {

    /** So many in so long. */
    public record Rate(long count, Duration window) {
        public static Rate perMinute(long count) {
            return new Rate(count, Duration.ofMinutes(1));
        }
    }

    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final long MOST_CALLERS = 100_000;

    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MOST_CALLERS)
            .expireAfterAccess(REMEMBERED)
            .build();

    /** Counts one request of this caller. {@link Refused} when it has had its share. */
    public void count(String caller, Rate rate, HttpServletResponse response) {
        ConsumptionProbe probe = take(caller, rate);
        response.setHeader(
                "RateLimit-Policy",
                "\"requests\";q=" + rate.count() + ";w=" + rate.window().toSeconds());
        response.setHeader(
                "RateLimit",
                "\"requests\";r=" + probe.getRemainingTokens() + ";t=" + seconds(probe.getNanosToWaitForReset()));
        refuseUnlessTaken(probe, rate);
    }

    /** The same without saying what is left. */
    public void check(String caller, Rate rate) {
        refuseUnlessTaken(take(caller, rate), rate);
    }

    /** Refuses who has had its share, and counts nothing. */
    public void requireSome(String caller, Rate rate) {
        Bucket bucket = buckets.getIfPresent(caller);
        if (bucket != null && bucket.getAvailableTokens() == 0) {
            throw Refused.of(ProblemType.TOO_MANY_REQUESTS)
                    .with("retry_after", rate.window().toSeconds());
        }
    }

    private ConsumptionProbe take(String caller, Rate rate) {
        return buckets.get(caller, _ -> bucket(rate)).tryConsumeAndReturnRemaining(1);
    }

    private static void refuseUnlessTaken(ConsumptionProbe probe, Rate rate) {
        if (!probe.isConsumed()) {
            throw Refused.of(
                            ProblemType.TOO_MANY_REQUESTS,
                            "at most " + rate.count() + " in " + rate.window().toSeconds() + " seconds")
                    .with("retry_after", Math.max(1, seconds(probe.getNanosToWaitForRefill())));
        }
    }

    private static Bucket bucket(Rate rate) {
        return Bucket.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(rate.count())
                        .refillGreedy(rate.count(), rate.window())
                        .build())
                .build();
    }

    private static long seconds(long nanos) {
        return Math.ceilDiv(nanos, 1_000_000_000L);
    }
}
