package io.partywall.inspector;

import io.partywall.inspector.Decisions.Accepted;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads decisions. A slip in this file could hide a hole, so nothing in it is passed over. */
final class DecisionsFile {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;

    private DecisionsFile(Path file) {
        this.file = file;
    }

    static Decisions read(Path file) {
        return new DecisionsFile(file).read();
    }

    private Decisions read() {
        JsonNode root = document();
        if (!root.isObject()) {
            throw refusal("the document", "is no object", "Write {\"globals\": {…}, \"accepted\": […]}.");
        }
        requireKnown(root, "", Set.of("globals", "accepted"));
        return new Decisions(globals(root.path("globals")), accepted(root.path("accepted")));
    }

    private JsonNode document() {
        try {
            return MAPPER.readTree(Files.readString(file));
        } catch (NoSuchFileException missing) {
            throw new InspectionException(
                    "There is no file " + file + ": name the file of decisions, or none.", missing);
        } catch (CharacterCodingException malformed) {
            throw new InspectionException(file + " is no text in UTF-8: save it as such.", malformed);
        } catch (IOException unreadable) {
            throw new InspectionException(
                    file + " cannot be read (" + unreadable.getClass().getSimpleName() + "): name a file that can.",
                    unreadable);
        } catch (JacksonException malformed) {
            String place = malformed.getLocation() == null
                    ? ""
                    : ", line " + malformed.getLocation().getLineNr() + ", column "
                            + malformed.getLocation().getColumnNr();
            throw new InspectionException(
                    file + place + ": this is no JSON: " + firstLine(malformed.getOriginalMessage()) + ".", malformed);
        }
    }

    private Map<String, String> globals(JsonNode json) {
        Map<String, String> globals = new LinkedHashMap<>();
        if (json.isMissingNode()) {
            return globals;
        }
        if (!json.isObject()) {
            throw refusal("globals", "is no object", "Write {\"schema.table\": \"reason\"}.");
        }
        json.properties().forEach(entry -> {
            String place = "globals[\"" + entry.getKey() + "\"]";
            if (entry.getKey().indexOf('.') < 1) {
                throw refusal(place, "names no schema", "Write schema.table.");
            }
            globals.put(entry.getKey(), text(entry.getValue(), place, "Say why the table is no tenant's."));
        });
        return globals;
    }

    private List<Accepted> accepted(JsonNode json) {
        List<Accepted> accepted = new ArrayList<>();
        if (json.isMissingNode()) {
            return accepted;
        }
        if (!json.isArray()) {
            throw refusal("accepted", "is no array", "Write [{\"check\": …, \"object\": …, \"reason\": …}].");
        }
        Set<String> identities = new HashSet<>();
        for (JsonNode element : json) {
            String place = "accepted[" + accepted.size() + "]";
            if (!element.isObject()) {
                throw refusal(place, "is no object", "Write {\"check\": …, \"object\": …, \"reason\": …}.");
            }
            requireKnown(element, place + ".", Set.of("check", "object", "reason"));
            Accepted one = new Accepted(
                    text(element.path("check"), place + ".check", "Name the check as the report does, such as D8."),
                    text(element.path("object"), place + ".object", "Copy the object from the report."),
                    text(element.path("reason"), place + ".reason", "Say why the finding is accepted."));
            if (!identities.add(one.identity())) {
                throw refusal(place, "accepts " + one.identity() + " a second time", "Remove one of the two.");
            }
            accepted.add(one);
        }
        return accepted;
    }

    private void requireKnown(JsonNode object, String place, Set<String> known) {
        object.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw refusal(
                            place + name,
                            "is not known here",
                            "Known are "
                                    + String.join(", ", known.stream().sorted().toList()) + ".");
                });
    }

    private String text(JsonNode value, String place, String remedy) {
        if (value.isMissingNode()) {
            throw refusal(place, "is missing", remedy);
        }
        if (!value.isString()) {
            throw refusal(place, "is no text", remedy);
        }
        if (value.stringValue().isBlank()) {
            throw refusal(place, "is blank", remedy);
        }
        return value.stringValue();
    }

    private InspectionException refusal(String place, String what, String remedy) {
        return new InspectionException(file + ": " + place + " " + what + ". " + remedy);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
