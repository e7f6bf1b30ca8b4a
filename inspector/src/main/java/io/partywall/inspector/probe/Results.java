package io.partywall.inspector.probe;

import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.probe.ProbeResult.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what probes saw: of several tries on one object the worst counts, and a try more than none. */
final class Results {

    private final Map<String, ProbeResult> byObject = new LinkedHashMap<>();

    void broken(String id, Severity severity, String object, String detail, String query) {
        add(id, object, Outcome.BROKEN, detail, severity, query);
    }

    void held(String id, String object, String detail) {
        add(id, object, Outcome.HELD, detail, Severity.CRITICAL, "");
    }

    void notTried(String id, String object, String why) {
        add(id, object, Outcome.NOT_TRIED, why, Severity.CRITICAL, "");
    }

    private void add(String id, String object, Outcome outcome, String detail, Severity severity, String query) {
        ProbeResult result = new ProbeResult(id, Words.of(id).title(), object, outcome, detail, severity, query);
        byObject.merge(id + " " + object, result, Results::worse);
    }

    private static ProbeResult worse(ProbeResult one, ProbeResult other) {
        int byOutcome = Integer.compare(rank(other.outcome()), rank(one.outcome()));
        int bySeverity = one.outcome() == Outcome.BROKEN ? other.severity().compareTo(one.severity()) : 0;
        return byOutcome > 0 || (byOutcome == 0 && bySeverity > 0) ? other : one;
    }

    private static int rank(Outcome outcome) {
        return switch (outcome) {
            case NOT_TRIED -> 0;
            case HELD -> 1;
            case BROKEN -> 2;
        };
    }

    boolean broke(String id, String object) {
        ProbeResult result = byObject.get(id + " " + object);
        return result != null && result.outcome() == Outcome.BROKEN;
    }

    List<ProbeResult> all() {
        return List.copyOf(byObject.values());
    }
}
