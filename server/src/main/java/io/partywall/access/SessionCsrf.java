package io.partywall.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;

/** A session's proof against requests of other sites follows from its secret: who reads our answers knows it, and nothing keeps it. */
final class SessionCsrf implements CsrfTokenRepository {

    static final String HEADER = "X-CSRF-Token";

    static String of(String sessionToken) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Tokens.hash("csrf " + sessionToken));
    }

    @Override
    public CsrfToken generateToken(HttpServletRequest request) {
        return token(Credentials.sessionToken(request).orElse(""));
    }

    @Override
    public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
        // It follows from the session.
    }

    @Override
    public @Nullable CsrfToken loadToken(HttpServletRequest request) {
        return Credentials.sessionToken(request).map(SessionCsrf::token).orElse(null);
    }

    private static CsrfToken token(String sessionToken) {
        return new DefaultCsrfToken(HEADER, "_csrf", of(sessionToken));
    }
}
