package io.partywall.access;

import io.partywall.http.RateLimits.Rate;

/**
 * How many requests there may be.
 *
 * @param ofTenant of all callers in one tenant together
 * @param ofCaller of one person or one API key in a tenant
 * @param anonymous of one address, by whoever is not known yet
 */
public record RequestShare(Rate ofTenant, Rate ofCaller, Rate anonymous) {

    public static final RequestShare USUAL = of(6_000, 1_200, 120);

    /** So many a minute. */
    public static RequestShare of(long ofTenant, long ofCaller, long anonymous) {
        return new RequestShare(Rate.perMinute(ofTenant), Rate.perMinute(ofCaller), Rate.perMinute(anonymous));
    }
}
