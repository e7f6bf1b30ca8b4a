package io.partywall.http;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Says of each resource which version it is, and of a new one where it is. */
@RestControllerAdvice
final class ResourceHeaders implements ResponseBodyAdvice<Object> {

    private static final int CREATED = 201;

    @Override
    public boolean supports(MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returned,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (body instanceof Resource resource) {
            response.getHeaders().setETag(IfMatch.etag(resource));
            if (response instanceof ServletServerHttpResponse servlet
                    && servlet.getServletResponse().getStatus() == CREATED) {
                response.getHeaders().set("Location", request.getURI().getRawPath() + "/" + resource.key());
            }
        }
        return body;
    }
}
