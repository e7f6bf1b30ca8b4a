package io.partywall.access;

import io.partywall.http.ProblemType;
import io.partywall.http.Problems;
import io.partywall.http.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** What holds for every request before a route is known. What a route requires is said at the route ({@link Requires}). */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityConfiguration {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    @Bean
    SecurityFilterChain security(HttpSecurity http) {
        return http.csrf(csrf -> csrf.csrfTokenRepository(new SessionCsrf())
                        .csrfTokenRequestHandler(new CsrfTokenRequestAttributeHandler())
                        .requireCsrfProtectionMatcher(SecurityConfiguration::needsProof))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .exceptionHandling(refusals -> refusals.accessDeniedHandler(
                        (request, response, _) -> Problems.write(Refused.of(ProblemType.CSRF), request, response)))
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives("default-src 'self'; frame-ancestors 'none'"))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER)))
                .addFilterBefore(new Credentials(), CsrfFilter.class)
                .build();
    }

    /** What a browser sends along by itself proves nothing; an API key is sent by nobody who has not been given it. */
    private static boolean needsProof(HttpServletRequest request) {
        return !SAFE.contains(request.getMethod())
                && Credentials.apiKey(request).isEmpty()
                && Credentials.sessionToken(request).isPresent()
                && !request.getServletPath().startsWith("/api/auth/");
    }

    @Bean
    RequestRejectedHandler rejections() {
        return (request, response, _) -> Problems.write(
                Refused.of(ProblemType.MALFORMED_REQUEST, "the address or a header holds what is not allowed there"),
                request,
                response);
    }

    @Bean
    PasswordEncoder passwordEncoder() {
        return argon2();
    }

    /** Argon2id with 19 MiB, two passes and one lane, as OWASP's cheat sheet on storing passwords has it. */
    static PasswordEncoder argon2() {
        return new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2);
    }
}
