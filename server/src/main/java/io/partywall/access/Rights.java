package io.partywall.access;

import io.partywall.http.ProblemType;
import io.partywall.http.RateLimits;
import io.partywall.http.Refused;
import io.partywall.http.RequestContext;
import io.partywall.isolation.Access;
import io.partywall.isolation.Tenancy;
import io.partywall.isolation.TenantContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Decides for each route whether its caller may: who it is, which tenant is meant, and what the route requires there. What it
 * lets through works in a context that was signed for it, with no more access than the route needs.
 */
final class Rights implements HandlerInterceptor {

    private static final String CALLER = Rights.class.getName() + ".caller";
    private static final String TENANT_HEADER = "Partywall-Tenant";
    /** Methods that change nothing (RFC 9110). */
    private static final Set<String> SAFE = Set.of("GET", "HEAD");

    private static final String TENANT_VARIABLE = "tenant";

    private final Callers callers;
    private final Contexts contexts;
    private final Tenancy tenancy;
    private final PlatformWork platform;
    private final RateLimits rateLimits;
    private final RequestShare share;

    Rights(
            Callers callers,
            Contexts contexts,
            Tenancy tenancy,
            PlatformWork platform,
            RateLimits rateLimits,
            RequestShare share) {
        this.callers = callers;
        this.contexts = contexts;
        this.tenancy = tenancy;
        this.platform = platform;
        this.rateLimits = rateLimits;
        this.share = share;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method) || !isOurs(method)) {
            return true;
        }
        Requires requires = method.getMethodAnnotation(Requires.class);
        OpenTo openTo = method.getMethodAnnotation(OpenTo.class);
        if (openTo != null && openTo.value() == OpenTo.Audience.ANYBODY) {
            rateLimits.count("address " + request.getRemoteAddr(), share.anonymous(), response);
            return true;
        }
        if (requires == null && openTo == null) {
            throw new IllegalStateException(method + " does not say what it requires");
        }
        Caller caller = authenticate(request, response);
        request.setAttribute(CALLER, caller);
        if (requires != null) {
            enter(request, caller, requires.value());
        } else {
            requirePerson(request, caller, Objects.requireNonNull(openTo).value());
        }
        return true;
    }

    /** Other handlers show files, health and metrics: no tenant's data is within their reach. */
    private static boolean isOurs(HandlerMethod method) {
        return method.getBeanType().getName().startsWith("io.partywall.");
    }

    private Caller authenticate(HttpServletRequest request, HttpServletResponse response) {
        Optional<String> key = Credentials.apiKey(request);
        String unknown = "unknown " + request.getRemoteAddr();
        // Who guesses is stopped before the database is asked, and who is known is not counted among them.
        rateLimits.requireSome(unknown, share.anonymous());
        Optional<Caller> found = key.isPresent()
                ? callers.byKey(key.get(), Origin.of(request, Tokens.prefixOf(key.get())))
                : Credentials.sessionToken(request).flatMap(token -> callers.bySession(token, wantedTenant(request)));
        if (found.isEmpty()) {
            rateLimits.check(unknown, share.anonymous());
            throw key.isPresent()
                    ? Refused.of(
                            ProblemType.UNAUTHENTICATED,
                            "the API key is unknown, revoked or over, or its creator is no member any more")
                    : Refused.of(ProblemType.UNAUTHENTICATED);
        }
        Caller caller = found.get();
        MDC.put("user", caller.person().id().toString());
        rateLimits.count(
                caller.key() == null
                        ? "user " + caller.person().id() + " "
                                + (caller.membership() == null
                                        ? ""
                                        : caller.membership().tenant())
                        : "key " + caller.key(),
                share.ofCaller(),
                response);
        return caller;
    }

    private static @Nullable String wantedTenant(HttpServletRequest request) {
        Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        if (variables instanceof Map<?, ?> map && map.get(TENANT_VARIABLE) instanceof String named) {
            return named;
        }
        return request.getHeader(TENANT_HEADER);
    }

    private void requirePerson(HttpServletRequest request, Caller caller, OpenTo.Audience audience) {
        if (caller.session() == null) {
            throw Refused.of(ProblemType.FORBIDDEN, "an API key acts in its tenant only: log in for this");
        }
        if (audience != OpenTo.Audience.PLATFORM_ADMINISTRATOR) {
            return;
        }
        boolean permitted = caller.person().platformAdmin();
        platform.as(caller.person().id(), Origin.of(request, null), sql -> {
            PlatformWork.record(
                    sql,
                    permitted ? "administer" : "refuse",
                    "platform",
                    null,
                    Map.of("method", request.getMethod(), "path", request.getRequestURI()));
            return 0;
        });
        if (!permitted) {
            throw Refused.of(ProblemType.FORBIDDEN, "only administrators of the platform may do this");
        }
    }

    private void enter(HttpServletRequest request, Caller caller, Permission permission) {
        String wanted = wantedTenant(request);
        Membership membership = caller.membership();
        if (membership == null) {
            throw wanted == null
                    ? Refused.of(
                            ProblemType.MALFORMED_REQUEST,
                            "name the tenant in the header " + TENANT_HEADER + "; GET /api/me lists yours")
                    : Refused.notFound("tenant", wanted);
        }
        if (wanted != null
                && !wanted.equals(membership.slug())
                && !wanted.equals(membership.tenant().toString())) {
            throw Refused.notFound("tenant", wanted);
        }
        MDC.put("tenant", membership.tenant().toString());
        rateLimits.check("tenant " + membership.tenant(), share.ofTenant());
        if (membership.isSuspended()) {
            throw Refused.of(ProblemType.SUSPENDED)
                    .with("notice", membership.notice() == null ? "" : membership.notice());
        }
        boolean permitted = membership.permissions().contains(permission);
        TenantContext context = contexts.request(
                membership.tenant(),
                caller.person().id(),
                permitted && !permission.reads() && !SAFE.contains(request.getMethod()) ? Access.WRITE : Access.READ,
                Origin.of(request, caller.key()).json());
        if (!permitted) {
            tenancy.useTenant(
                    context,
                    scope -> Trail.record(
                            scope,
                            "refuse",
                            "permissions",
                            permission,
                            Map.of("method", request.getMethod(), "path", request.getRequestURI())));
            throw Refused.of(ProblemType.FORBIDDEN, "this needs the permission " + permission)
                    .with("permission", permission.toString());
        }
        RequestContext.set(request, context);
        RequestContext.setCredential(request, caller.key() == null ? "session" : caller.key());
    }

    /** Who has sent this request, once it has been let through. */
    static Caller caller(HttpServletRequest request) {
        if (request.getAttribute(CALLER) instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("a route that is open to anybody asks for its caller");
    }
}
