package io.partywall.inspector;

import io.partywall.inspector.Decisions.Accepted;
import io.partywall.inspector.check.Assumptions;
import io.partywall.inspector.finding.Finding;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.probe.ProbeReport;
import java.util.List;

/**
 * The result of an inspection.
 *
 * @param database the database's name
 * @param server the server's version, such as {@code 18.6}
 * @param assumptions what was taken for granted
 * @param findings what is wrong and not accepted, worst first
 * @param accepted what is wrong and was accepted
 * @param stale accepted findings that no longer occur: their acceptance can go
 * @param notes what no catalogue can show, or no configuration can close
 * @param checks how many checks looked
 * @param probes what live probes saw; what is broken is among the findings
 */
public record Report(
        String database,
        String server,
        Assumptions assumptions,
        List<Finding> findings,
        List<Accepted> accepted,
        List<Accepted> stale,
        List<String> notes,
        int checks,
        ProbeReport probes) {

    /** Whether nothing is as bad as that, or worse. */
    public boolean held(Severity failOn) {
        return findings.stream().noneMatch(f -> f.severity().compareTo(failOn) >= 0);
    }
}
