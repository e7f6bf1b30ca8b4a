package io.partywall.server;

import io.partywall.access.Permission;
import io.partywall.access.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An operation of the API, as its committed description tells it.
 *
 * @param permission what it requires in a tenant; null where it belongs to none
 * @param audience whom it is open to where it belongs to no tenant
 * @param variables what is open in its path: each variable with the kind of thing that it names, which is the segment before it
 * @param parameters those of its query, with their schemas
 * @param body the schema of its body; missing where it has none
 */
record ApiOperation(
        String id,
        String method,
        String path,
        @Nullable Permission permission,
        String audience,
        Map<String, String> variables,
        Map<String, JsonNode> parameters,
        JsonNode body) {

    private static final Path DESCRIPTION = Path.of("..", "docs", "reference", "openapi.json");
    private static final Pattern SLASH = Pattern.compile("/");

    /** All of them. */
    static List<ApiOperation> all() {
        JsonNode description;
        try {
            description = JsonMapper.shared().readTree(Files.readString(DESCRIPTION));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        List<ApiOperation> all = new ArrayList<>();
        description
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> all.add(of(
                                description,
                                path.getKey(),
                                method.getKey().toUpperCase(java.util.Locale.ROOT),
                                method.getValue()))));
        return all;
    }

    private static ApiOperation of(JsonNode description, String path, String method, JsonNode told) {
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        for (JsonNode parameter : told.path("parameters")) {
            if (parameter.get("in").stringValue().equals("query")) {
                parameters.put(parameter.get("name").stringValue(), parameter.get("schema"));
            }
        }
        JsonNode permission = told.path("x-permission");
        return new ApiOperation(
                told.get("operationId").stringValue(),
                method,
                path,
                permission.isString()
                        ? Permission.find(permission.stringValue()).orElseThrow()
                        : null,
                told.path("x-open-to").asString(""),
                variables(path),
                parameters,
                resolved(description, told.at("/requestBody/content/application~1json/schema")));
    }

    private static Map<String, String> variables(String path) {
        Map<String, String> variables = new LinkedHashMap<>();
        String before = "";
        for (String segment : SLASH.split(path, -1)) {
            if (segment.startsWith("{")) {
                variables.put(segment.substring(1, segment.length() - 1), before);
            }
            before = segment;
        }
        return variables;
    }

    private static JsonNode resolved(JsonNode description, JsonNode schema) {
        JsonNode reference = schema.path("$ref");
        return reference.isString() ? description.at(reference.stringValue().substring(1)) : schema;
    }

    boolean isRead() {
        return method.equals("GET");
    }

    boolean hasBody() {
        return !body.isMissingNode();
    }

    /** Whether it answers a part of a list. */
    boolean isPaged() {
        return parameters.containsKey("cursor");
    }

    /** Whether somebody with this role may call it, by a session or by an API key. */
    boolean isFor(Role role, boolean byKey) {
        return permission == null
                ? audience.equals("anybody") || (audience.equals("person") && !byKey)
                : role.permissions().contains(permission);
    }

    /** Its address, with these things in it. */
    String path(Map<String, String> things) {
        String address = path;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            address = address.replace("{" + variable.getKey() + "}", String.valueOf(things.get(variable.getValue())));
        }
        return address;
    }

    @Override
    public String toString() {
        return method + " " + path + " (" + id + ")";
    }
}
