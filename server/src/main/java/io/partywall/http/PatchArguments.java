package io.partywall.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Validator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads a {@link Patch} from the body. */
final class PatchArguments implements HandlerMethodArgumentResolver {

    private static final MediaType MERGE_PATCH = MediaType.valueOf("application/merge-patch+json");

    private final JsonMapper json;
    private final Validator validator;

    PatchArguments(JsonMapper json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Patch.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders)
            throws HttpMediaTypeNotSupportedException {
        HttpServletRequest http = Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class));
        String type = http.getContentType();
        if (type == null || !(isA(type, MediaType.APPLICATION_JSON) || isA(type, MERGE_PATCH))) {
            throw new HttpMediaTypeNotSupportedException("a patch is JSON");
        }
        JsonNode body = json.readTree(BoundedBody.of(http));
        if (!(body instanceof ObjectNode changes)) {
            throw Refused.invalid("", "a patch is a JSON object");
        }
        Class<?> patched = Objects.requireNonNull(
                ResolvableType.forMethodParameter(parameter).getGeneric(0).resolve());
        return new Patch<>(patched, changes, json, validator);
    }

    private static boolean isA(String type, MediaType wanted) {
        try {
            return wanted.includes(MediaType.parseMediaType(type));
        } catch (org.springframework.http.InvalidMediaTypeException malformed) {
            return false;
        }
    }
}
