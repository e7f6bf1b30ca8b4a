package io.partywall.inspector.report;

import io.partywall.inspector.finding.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The groups of checks, which the first letter of their ids names. */
final class Groups {

    private Groups() {}

    /** The checks by the title of their group, in the order of the first of each. */
    static SequencedMap<String, List<Kind>> of(List<Kind> checks) {
        SequencedMap<String, List<Kind>> groups = new LinkedHashMap<>();
        checks.stream()
                .map(Kind::check)
                .map(Groups::title)
                .distinct()
                .forEach(title -> groups.put(
                        title,
                        checks.stream()
                                .filter(k -> title(k.check()).equals(title))
                                .toList()));
        return groups;
    }

    /** The title of the check's group, such as {@code policies}. */
    static String title(String check) {
        return switch (check.charAt(0)) {
            case 'A' -> "roles";
            case 'B' -> "relations";
            case 'C' -> "policies";
            case 'D' -> "keys";
            case 'E' -> "grants";
            case 'F' -> "channels";
            case 'G' -> "sessions";
            case 'P' -> "performance";
            case 'K' -> "server";
            default -> "group " + check.charAt(0);
        };
    }
}
