package io.partywall.http;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change as a JSON Merge Patch (RFC 7396): members that are there replace those of what is patched, null takes one away, and
 * what is not mentioned stays.
 */
public final class Patch<T> {

    private final Class<T> type;
    private final ObjectNode changes;
    private final JsonMapper json;
    private final Validator validator;

    Patch(Class<T> type, ObjectNode changes, JsonMapper json, Validator validator) {
        this.type = type;
        this.changes = changes;
        this.json = json;
        this.validator = validator;
    }

    /** What comes out: checked as a whole, as if it were made anew. {@link Refused} where it does not fit. */
    public T applyTo(T current) {
        JsonNode patched = merge(json.valueToTree(current), changes);
        T result = json.treeToValue(patched, type);
        Set<ConstraintViolation<T>> violations = validator.validate(result);
        if (!violations.isEmpty()) {
            throw new InvalidValues(violations);
        }
        return result;
    }

    private static JsonNode merge(JsonNode target, JsonNode changes) {
        if (!(changes instanceof ObjectNode object)) {
            return changes;
        }
        ObjectNode merged = target instanceof ObjectNode there ? there.deepCopy() : object.objectNode();
        object.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                merged.remove(change.getKey());
            } else {
                JsonNode before = merged.get(change.getKey());
                merged.set(change.getKey(), merge(before == null ? merged.nullNode() : before, change.getValue()));
            }
        });
        return merged;
    }
}
