package io.partywall.http;

import io.partywall.isolation.TenantContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The tenant's context that a request works in, once its sender has been authenticated. */
public final class RequestContext {

    private static final String ATTRIBUTE = RequestContext.class.getName();

    private RequestContext() {}

    /** Has the request work in this context. */
    public static void set(HttpServletRequest request, TenantContext context) {
        request.setAttribute(ATTRIBUTE, context);
    }

    static Optional<TenantContext> find(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof TenantContext context
                ? Optional.of(context)
                : Optional.empty();
    }

    static String tenant(HttpServletRequest request) {
        return find(request).map(context -> context.tenant().toString()).orElse("");
    }
}
