package io.partywall.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Writes what is refused as {@code application/problem+json} (RFC 9457), for filters too, before a controller is reached. */
public final class Problems {

    static final String MEDIA_TYPE = "application/problem+json";

    /** What a request was refused for, for the log and the metrics. */
    static final String CODE = Problems.class.getName() + ".code";

    private static final JsonMapper JSON = JsonMapper.shared();

    private Problems() {}

    static Map<String, Object> body(Refused refused, HttpServletRequest request) {
        ProblemType type = refused.type();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "/api/docs/problems#" + type.code());
        body.put("title", type.title());
        body.put("status", type.status().value());
        body.put("code", type.code());
        body.put("detail", refused.getMessage() == null ? type.remedy() : refused.getMessage());
        if (!refused.faults().isEmpty()) {
            body.put("errors", refused.faults());
        }
        body.putAll(refused.more());
        body.put("request_id", RequestId.of(request));
        return body;
    }

    /** Answers with the problem, unless an answer has begun. */
    public static void write(Refused refused, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        request.setAttribute(CODE, refused.type().code());
        response.resetBuffer();
        response.setStatus(refused.type().status().value());
        headers(refused).forEach(response::setHeader);
        response.setContentType(MEDIA_TYPE);
        response.getOutputStream().write(JSON.writeValueAsBytes(body(refused, request)));
        response.flushBuffer();
    }

    static Map<String, String> headers(Refused refused) {
        Map<String, String> headers = new LinkedHashMap<>();
        switch (refused.type()) {
            case UNAUTHENTICATED, WRONG_CREDENTIALS -> headers.put("WWW-Authenticate", "Bearer");
            case UNAVAILABLE -> headers.put("Retry-After", "5");
            default -> {}
        }
        if (refused.more().get("retry_after") instanceof Number seconds) {
            headers.put("Retry-After", seconds.toString());
        }
        headers.put("Cache-Control", "no-store");
        return headers;
    }
}
