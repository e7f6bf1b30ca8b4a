package io.partywall.server;

import io.partywall.api.Answer;
import io.partywall.api.Client;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A call of an operation by somebody.
 *
 * @param values what is filled into the address and the sample
 * @param query what is behind the address
 * @param named what it names that another call names otherwise: that is echoed, and no difference
 */
record Call(
        ApiOperation operation,
        String who,
        Client client,
        Map<String, String> values,
        String query,
        Set<String> named) {

    Call(ApiOperation operation, String who, Client client, Map<String, String> values) {
        this(operation, who, client, values, "", Set.of());
    }

    /** The same about something else of this kind. */
    Call with(String kind, @Nullable String thing) {
        String name = String.valueOf(thing);
        Map<String, String> others = new LinkedHashMap<>(values);
        others.put(kind, name);
        return new Call(operation, who, client, others, query, and(name));
    }

    /** The same with a header. */
    Call in(String header, String value) {
        return new Call(operation, who, client.with(header, value), values, query, and(value));
    }

    /** The same with a parameter. */
    Call asking(String parameter, String value) {
        String encoded = java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8);
        return new Call(operation, who, client, values, "?" + parameter + "=" + encoded, and(value));
    }

    private Set<String> and(String name) {
        Set<String> all = new HashSet<>(named);
        all.add(name);
        return all;
    }

    Answer send() {
        return client.send(operation.method(), operation.path(values) + query, body());
    }

    private @Nullable String body() {
        return operation.hasBody()
                ? Samples.filled(Samples.template(operation.id()), blank -> String.valueOf(values.get(blank)))
                : null;
    }

    /** All that the server was told: what of it is in an answer is no secret. */
    String told() {
        return values + " " + query + " " + named;
    }

    /** The answer without what it only echoes, and without what is new in each. */
    String normalised(Answer answer) {
        String text = answer.text().replaceAll("\"request_id\":\"[^\"]*\"", "");
        Set<String> headers = new TreeSet<>(answer.response().headers().map().keySet());
        // Each hundredth answer closes its connection.
        headers.remove("connection");
        for (String name : named) {
            text = text.replace(name, "…");
        }
        return answer.status() + " " + headers + " " + text;
    }

    @Override
    public String toString() {
        return operation + " as " + who + " with " + values + query + " " + named;
    }
}
