package io.partywall.inspector;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What people decided about a database, each with a reason.
 *
 * @param globals tables that are no tenant's on purpose, {@code schema.name}, with the reason
 * @param accepted findings that are known and accepted
 */
public record Decisions(Map<String, String> globals, List<Accepted> accepted) {

    /**
     * An accepted finding.
     *
     * @param check the check's id
     * @param object the finding's object
     * @param reason why it is accepted
     */
    public record Accepted(String check, String object, String reason) {

        /** What it accepts, as {@link io.partywall.inspector.finding.Finding#identity}. */
        public String identity() {
            return check + " " + object;
        }
    }

    /** Nothing was decided. */
    public static Decisions none() {
        return new Decisions(Map.of(), List.of());
    }

    /**
     * Reads decisions from a file, as {@code docs/reference/inspector-decisions.md} describes it.
     *
     * @throws InspectionException when it cannot be read, or when anything in it is not as described; the message names the
     *     file, the place in it and the remedy
     */
    public static Decisions read(Path file) {
        return DecisionsFile.read(file);
    }

    /** These and those. Where both say why a table is global, the others' reason stands. */
    public Decisions and(Decisions others) {
        Map<String, String> bothGlobals = new LinkedHashMap<>(globals);
        bothGlobals.putAll(others.globals);
        return new Decisions(
                bothGlobals,
                Stream.concat(accepted.stream(), others.accepted.stream()).toList());
    }
}
