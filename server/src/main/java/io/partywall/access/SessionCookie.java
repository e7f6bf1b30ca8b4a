package io.partywall.access;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.ResponseCookie;

/** Hands a session's token to the browser: for this host only, by no script to be read, and not sent along from other sites. */
final class SessionCookie {

    static final String NAME = "__Host-partywall";

    private SessionCookie() {}

    static void set(HttpServletResponse response, String token, Duration lifetime) {
        response.addHeader(
                "Set-Cookie",
                ResponseCookie.from(NAME, token)
                        .secure(true)
                        .httpOnly(true)
                        .sameSite("Lax")
                        .path("/")
                        .maxAge(lifetime)
                        .build()
                        .toString());
    }

    static void clear(HttpServletResponse response) {
        set(response, "", Duration.ZERO);
    }
}
