package io.partywall.server;

import io.partywall.http.ProblemType;
import io.partywall.http.Problems;
import io.partywall.http.Refused;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.web.filter.OncePerRequestFilter;

/** Metrics are for whoever has the token; without one, a server that listens on this machine only shows them to everybody here. */
final class MetricsGate extends OncePerRequestFilter {

    private final String token;
    private final boolean isLocal;

    MetricsGate(String token, String address) {
        this.token = token;
        this.isLocal = address.equals("localhost") || address.startsWith("127.") || address.equals("::1");
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getServletPath();
        return !path.startsWith("/actuator") || path.startsWith("/actuator/health");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (token.isEmpty() ? isLocal && !isForwarded(request) : isToken(request.getHeader("Authorization"))) {
            chain.doFilter(request, response);
            return;
        }
        Problems.write(Refused.of(ProblemType.UNAUTHENTICATED, "metrics need their token"), request, response);
    }

    /** Who comes through a proxy on this machine is not of this machine. */
    private static boolean isForwarded(HttpServletRequest request) {
        return request.getHeader("X-Forwarded-For") != null || request.getHeader("Forwarded") != null;
    }

    private boolean isToken(String authorization) {
        return authorization != null
                && MessageDigest.isEqual(
                        authorization.getBytes(StandardCharsets.UTF_8),
                        ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
    }
}
