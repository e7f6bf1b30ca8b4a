package io.partywall.http;

import io.partywall.isolation.Tenancy;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.ServletInvocableHandlerMethod;

/** Calls each handler that asks for a scope inside the scope of its request's tenant: there is no other way to the data. */
final class ScopedHandlers extends RequestMappingHandlerAdapter {

    private final Tenancy tenancy;
    private final Idempotency idempotency;

    ScopedHandlers(Tenancy tenancy, Idempotency idempotency) {
        this.tenancy = tenancy;
        this.idempotency = idempotency;
    }

    @Override
    protected ServletInvocableHandlerMethod createInvocableHandlerMethod(HandlerMethod handler) {
        return new ScopedInvocation(handler, tenancy, idempotency);
    }
}
