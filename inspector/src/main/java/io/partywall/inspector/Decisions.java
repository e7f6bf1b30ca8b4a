package io.partywall.inspector;

import java.util.List;
import java.util.Map;

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
}
