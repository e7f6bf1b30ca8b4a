package io.partywall.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a client of one description of an API could rely on and cannot by another: an operation, an answer, a field of an answer, or
 * that no more has to be sent.
 */
final class Compatibility {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final JsonNode before;
    private final JsonNode after;
    private final List<String> broken = new ArrayList<>();

    private Compatibility(JsonNode before, JsonNode after) {
        this.before = before;
        this.after = after;
    }

    static List<String> broken(JsonNode before, JsonNode after) {
        Compatibility compared = new Compatibility(before, after);
        compared.paths();
        return List.copyOf(compared.broken);
    }

    private void paths() {
        before.at("/paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (METHODS.contains(operation.getKey())) {
                        JsonNode now = after.path("paths").path(path.getKey()).path(operation.getKey());
                        String name = operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey();
                        if (now.isMissingNode()) {
                            broken.add(name + " is gone");
                        } else {
                            operation(name, operation.getValue(), now);
                        }
                    }
                }));
    }

    private void operation(String name, JsonNode was, JsonNode now) {
        for (JsonNode parameter : now.path("parameters")) {
            boolean known = was.path("parameters")
                    .valueStream()
                    .anyMatch(p -> p.path("name").equals(parameter.path("name"))
                            && p.path("in").equals(parameter.path("in")));
            if (!known && parameter.path("required").asBoolean(false)) {
                broken.add(
                        name + " wants the parameter " + parameter.path("name").asString());
            }
        }
        request(name, schema(before, was.path("requestBody")), schema(after, now.path("requestBody")));
        was.path("responses").properties().forEach(response -> {
            JsonNode same = now.path("responses").path(response.getKey());
            if (same.isMissingNode()) {
                broken.add(name + " does not answer " + response.getKey());
            } else {
                response(name, schema(before, response.getValue()), schema(after, same), 0);
            }
        });
    }

    private void request(String name, JsonNode was, JsonNode now) {
        was.path("properties").propertyNames().forEach(field -> {
            if (!now.path("properties").has(field)) {
                broken.add(name + " takes no '" + field + "'");
            }
        });
        for (JsonNode field : now.path("required")) {
            if (was.path("required").valueStream().noneMatch(field::equals)) {
                broken.add(name + " wants '" + field.asString() + "'");
            }
        }
    }

    private void response(String name, JsonNode was, JsonNode now, int depth) {
        if (depth > 6) {
            return;
        }
        was.path("properties").properties().forEach(field -> {
            JsonNode same = now.path("properties").path(field.getKey());
            if (same.isMissingNode()) {
                broken.add(name + " tells no '" + field.getKey() + "'");
            } else {
                response(
                        name + " " + field.getKey(),
                        resolved(before, field.getValue()),
                        resolved(after, same),
                        depth + 1);
            }
        });
        if (was.has("items")) {
            response(
                    name + " items",
                    resolved(before, was.path("items")),
                    resolved(after, now.path("items")),
                    depth + 1);
        }
        if (was.has("type") && now.has("type") && !was.path("type").equals(now.path("type"))) {
            broken.add(name + " is of the type " + now.path("type") + ", and was " + was.path("type"));
        }
    }

    private static JsonNode schema(JsonNode document, JsonNode holder) {
        for (JsonNode type : holder.path("content")) {
            return resolved(document, type.path("schema"));
        }
        return holder.path("none");
    }

    private static JsonNode resolved(JsonNode document, JsonNode schema) {
        return schema.has("$ref") ? document.at(schema.get("$ref").asString().substring(1)) : schema;
    }
}
