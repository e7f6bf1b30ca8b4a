package io.partywall.benchmarks.api;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may ask the server: a session or an API key in a tenant.
 *
 * @param headers that prove it, each line ended
 * @param kpis of the tenant, from its beginning
 */
record Visitor(UUID tenant, String headers, List<UUID> kpis) {

    private static final String USUAL =
            " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: benchmarks\r\nAccept: application/json\r\n";

    /** A whole request. */
    String request(String method, String path, @Nullable String json) {
        String head = method + " " + path + USUAL + headers;
        return json == null
                ? head + "\r\n"
                : head + "Content-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n" + json;
    }
}
