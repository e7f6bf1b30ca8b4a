package io.partywall.access;

import io.partywall.http.RequestId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a request comes from, as the trail tells it.
 *
 * @param key the API key that it was sent with, if any
 */
public record Origin(
        String address,
        @Nullable String agent,
        String request,
        @Nullable String key) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST_AGENT = 200;

    static Origin of(HttpServletRequest request, @Nullable String key) {
        String agent = request.getHeader("User-Agent");
        return new Origin(request.getRemoteAddr(), agent == null ? null : printable(agent), RequestId.of(request), key);
    }

    /** As {@code app.acting()} reads it. */
    String json() {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("address", address);
        told.put("request", request);
        if (agent != null) {
            told.put("agent", agent);
        }
        if (key != null) {
            told.put("key", key);
        }
        return JSON.writeValueAsString(told);
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().filter(c -> c >= ' ' && c <= '~').limit(LONGEST_AGENT).forEach(printable::appendCodePoint);
        return printable.toString();
    }
}
