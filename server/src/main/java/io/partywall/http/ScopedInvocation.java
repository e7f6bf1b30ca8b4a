package io.partywall.http;

import io.partywall.isolation.Access;
import io.partywall.isolation.Tenancy;
import io.partywall.isolation.TenantContext;
import io.partywall.isolation.TenantScope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.mvc.method.annotation.ServletInvocableHandlerMethod;

/** One call of a handler: what writes is one transaction, which has been committed when the answer is written. */
final class ScopedInvocation extends ServletInvocableHandlerMethod {

    private final Tenancy tenancy;
    private final Idempotency idempotency;
    private final boolean wantsScope;

    ScopedInvocation(HandlerMethod handler, Tenancy tenancy, Idempotency idempotency) {
        super(handler);
        this.tenancy = tenancy;
        this.idempotency = idempotency;
        this.wantsScope = Arrays.stream(handler.getMethodParameters())
                .anyMatch(parameter -> parameter.getParameterType() == TenantScope.class);
    }

    @Override
    public @Nullable Object invokeForRequest(
            NativeWebRequest request, @Nullable ModelAndViewContainer container, @Nullable Object... provided)
            throws Exception {
        if (!wantsScope) {
            return super.invokeForRequest(request, container, provided);
        }
        HttpServletRequest http = Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class));
        TenantContext context = RequestContext.find(http)
                .orElseThrow(() -> new IllegalStateException(this + " was called without a tenant's context"));
        return tenancy.<@Nullable Object, Exception>inTenant(context, scope -> {
            @Nullable Object[] more = Arrays.copyOf(provided, provided.length + 1);
            more[provided.length] = scope;
            return context.access() == Access.READ
                    ? super.invokeForRequest(request, container, more)
                    : scope.<@Nullable Object, Exception>inTransaction(() -> idempotency.once(
                            scope,
                            http,
                            response(request),
                            this,
                            () -> super.invokeForRequest(request, container, more)));
        });
    }

    private static HttpServletResponse response(NativeWebRequest request) {
        return Objects.requireNonNull(request.getNativeResponse(HttpServletResponse.class));
    }
}
