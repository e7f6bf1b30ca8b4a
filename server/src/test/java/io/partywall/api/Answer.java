package io.partywall.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.http.Json;
import java.net.http.HttpResponse;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** What the server answered. */
public record Answer(int status, HttpResponse<String> response) {

    /** The body as JSON; null where there is none. */
    public JsonNode json() {
        return response.body().isEmpty()
                ? NullNode.getInstance()
                : Json.mapper().readTree(response.body());
    }

    public String text() {
        return response.body();
    }

    /** The member of the body at this JSON Pointer, as text. */
    public String at(String pointer) {
        JsonNode node = json().at(pointer);
        assertThat(node.isMissingNode()).as("%s in %s", pointer, text()).isFalse();
        return node.isString() ? node.stringValue() : node.toString();
    }

    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /** Asserts the status, telling the body where it is another. */
    public Answer is(int expected) {
        assertThat(status)
                .as("%s %s: %s", response.request().method(), response.uri(), text())
                .isEqualTo(expected);
        return this;
    }

    /** Asserts that it is a problem with this code. */
    public Answer isProblem(String code) {
        assertThat(header("Content-Type")).as(text()).hasValue("application/problem+json");
        assertThat(at("/code")).as(text()).isEqualTo(code);
        assertThat(at("/status")).isEqualTo(Integer.toString(status));
        return this;
    }
}
