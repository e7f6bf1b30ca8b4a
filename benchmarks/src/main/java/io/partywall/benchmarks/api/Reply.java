package io.partywall.benchmarks.api;

import io.partywall.http.Json;
import tools.jackson.databind.JsonNode;

/** What the server answered. */
record Reply(int status, String head, String body) {

    boolean isGood() {
        return status >= 200 && status < 300;
    }

    JsonNode json() {
        if (!isGood()) {
            throw new IllegalStateException(head + body);
        }
        return Json.mapper().readTree(body);
    }
}
