package io.partywall.inspector.probe;

import io.partywall.inspector.finding.Severity;
import java.util.LinkedHashSet;
import java.util.Set;

/** What several tries on one object come to. */
final class Verdict {

    private final Set<String> holes = new LinkedHashSet<>();
    private final Set<String> held = new LinkedHashSet<>();
    private final Set<String> unclear = new LinkedHashSet<>();
    private String query = "";

    void hole(String what, String sql) {
        holes.add(what);
        query = query.isEmpty() ? sql : query;
    }

    void held(String what) {
        held.add(what);
    }

    void unclear(String what, String why) {
        unclear.add(what + ": " + why);
    }

    /** A statement that ought to touch nothing: it is a hole if it touched a row, or if only a key was in its way. */
    void judge(String what, Attempt attempt, String sql) {
        if (attempt.worked() && attempt.count() > 0) {
            hole(what, sql);
        } else if (attempt.stoppedByKey()) {
            hole(what + " (policies let it pass, then: " + attempt.message() + ")", sql);
        } else if (attempt.undecided()
                || attempt.state().equals("23502")
                || attempt.state().equals("23514")) {
            unclear(what, attempt.message());
        } else {
            held(what);
        }
    }

    boolean broken() {
        return !holes.isEmpty();
    }

    void report(Results results, String id, String object, Severity severity, String who) {
        if (broken()) {
            results.broken(id, severity, object, who + ": " + String.join("; ", holes), query);
        } else if (!held.isEmpty()) {
            results.held(
                    id,
                    object,
                    who + ", refused: " + String.join(", ", held)
                            + (unclear.isEmpty() ? "" : "; unclear: " + String.join("; ", unclear)));
        } else {
            results.notTried(id, object, unclear.isEmpty() ? who + " may not write to it" : String.join("; ", unclear));
        }
    }
}
