package io.partywall.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Reads {@link Paging} and {@link IfMatch} from a request. */
final class PagingArguments implements HandlerMethodArgumentResolver {

    private final Cursors cursors;

    PagingArguments(Cursors cursors) {
        this.cursors = cursors;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Paging.class || parameter.getParameterType() == IfMatch.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest http = Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class));
        if (parameter.getParameterType() == IfMatch.class) {
            return new IfMatch(http.getHeader("If-Match"));
        }
        return new Paging(limit(http.getParameter("limit")), http.getParameter("cursor"), list(http), cursors);
    }

    private static int limit(@Nullable String text) {
        try {
            return text == null ? Paging.USUAL : Integer.parseInt(text);
        } catch (NumberFormatException malformed) {
            throw Refused.of(ProblemType.MALFORMED_REQUEST, "a limit is from 1 to " + Paging.MOST);
        }
    }

    /** Whose list it is, which, and with which filters. */
    private static String list(HttpServletRequest http) {
        Map<String, String[]> filters = new TreeMap<>(http.getParameterMap());
        filters.remove("cursor");
        filters.remove("limit");
        return RequestContext.tenant(http) + " " + http.getRequestURI() + " "
                + filters.entrySet().stream()
                        .map(filter -> filter.getKey() + "=" + Arrays.toString(filter.getValue()))
                        .collect(Collectors.joining("&"));
    }
}
