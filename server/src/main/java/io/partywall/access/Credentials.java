package io.partywall.access;

import io.partywall.http.ProblemType;
import io.partywall.http.Problems;
import io.partywall.http.Refused;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/** Reads the credential of each request: an API key, or the cookie of a session. */
final class Credentials extends OncePerRequestFilter {

    private static final String KEY_ATTRIBUTE = Credentials.class.getName() + ".key";
    private static final String BEARER = "Bearer ";

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getServletPath().startsWith("/api/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String authorization = request.getHeader("Authorization");
        if (authorization != null) {
            String key = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    ? authorization.substring(BEARER.length()).strip()
                    : "";
            if (!Tokens.isApiKey(key)) {
                Problems.write(
                        Refused.of(ProblemType.UNAUTHENTICATED, "'Authorization: Bearer' is followed by an API key"),
                        request,
                        response);
                return;
            }
            request.setAttribute(KEY_ATTRIBUTE, key);
        }
        chain.doFilter(request, response);
    }

    static Optional<String> apiKey(HttpServletRequest request) {
        return request.getAttribute(KEY_ATTRIBUTE) instanceof String key ? Optional.of(key) : Optional.empty();
    }

    static Optional<String> sessionToken(HttpServletRequest request) {
        Cookie @Nullable [] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(SessionCookie.NAME)
                        && !cookie.getValue().isEmpty()) {
                    return Optional.of(cookie.getValue());
                }
            }
        }
        return Optional.empty();
    }
}
