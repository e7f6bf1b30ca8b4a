package io.partywall.http;

import io.partywall.isolation.TenantContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The tenant's context that a request works in, once its sender has been authenticated. */
public final class RequestContext {

    private static final String ATTRIBUTE = RequestContext.class.getName();

    private static final String CREDENTIAL = ATTRIBUTE + ".credential";

    private RequestContext() {}

    /** Has the request work in this context. */
    public static void set(HttpServletRequest request, TenantContext context) {
        request.setAttribute(ATTRIBUTE, context);
    }

    /** Says by which credential, where a person has several that may do different things. */
    public static void setCredential(HttpServletRequest request, String credential) {
        request.setAttribute(CREDENTIAL, credential);
    }

    static String credential(HttpServletRequest request) {
        return request.getAttribute(CREDENTIAL) instanceof String credential ? credential : "";
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
