package io.partywall.inspector.check;

import io.partywall.inspector.finding.Finding;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one check has found. An object is reported once, with the worst that was said of it. */
public final class Findings {

    private final Check check;
    private final Map<String, Finding> found = new LinkedHashMap<>();

    private Findings(Check check) {
        this.check = check;
    }

    /** Lets the check look at the database. */
    public static List<Finding> of(Check check, Database db) {
        Findings findings = new Findings(check);
        check.inspect(db, findings);
        return List.copyOf(findings.found.values());
    }

    /** A breach as bad as the check usually says. */
    public void add(String object, String reason, String query, Remedy remedy) {
        add(check.severity(), object, reason, query, remedy);
    }

    /**
     * A breach.
     *
     * @param object what it is about, as {@link Finding#object} wants it
     * @param reason what was seen, in one line
     * @param query SQL that shows it
     */
    public void add(Severity severity, String object, String reason, String query, Remedy remedy) {
        Finding finding =
                new Finding(check.id(), check.title(), severity, object, reason, check.explanation(), query, remedy);
        found.merge(object, finding, (a, b) -> b.severity().compareTo(a.severity()) > 0 ? b : a);
    }
}
