package io.partywall.inspector;

import io.partywall.inspector.check.Assumptions;
import io.partywall.inspector.finding.Finding;
import io.partywall.inspector.finding.Kind;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.probe.ProbeReport;
import java.time.Duration;
import java.util.List;

/**
 * The result of an inspection.
 *
 * @param database the database's name
 * @param server the server's version, such as {@code 18.6}
 * @param took how long it took
 * @param checks what was looked for, found or not, group by group
 * @param assumptions what was taken for granted
 * @param findings what is wrong and not accepted, worst first
 * @param accepted what is wrong and was accepted, worst first
 * @param stale accepted findings that no longer occur: their acceptance can go
 * @param notes what no catalogue can show, or no configuration can close
 * @param probes what live probes saw; what is broken is among the findings
 */
public record Report(
        String database,
        String server,
        Duration took,
        List<Kind> checks,
        Assumptions assumptions,
        List<Finding> findings,
        List<Accepted> accepted,
        List<Decisions.Accepted> stale,
        List<String> notes,
        ProbeReport probes) {

    /**
     * A finding that was accepted.
     *
     * @param finding what is wrong
     * @param reason why it was accepted
     */
    public record Accepted(Finding finding, String reason) {}

    /** Whether nothing is as bad as that, or worse. */
    public boolean held(Severity failOn) {
        return findings.stream().noneMatch(f -> f.severity().compareTo(failOn) >= 0);
    }
}
