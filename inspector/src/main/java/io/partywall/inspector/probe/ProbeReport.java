package io.partywall.inspector.probe;

import io.partywall.inspector.finding.Finding;
import io.partywall.inspector.finding.Remedy;
import java.util.List;

/**
 * What the probes saw.
 *
 * @param tenants the two tenants that were set against each other; fewer where they could not be found
 * @param results one for each probe and object, in the order in which they were tried
 */
public record ProbeReport(List<String> tenants, List<ProbeResult> results) {

    /** No probe ran. */
    public static ProbeReport none() {
        return new ProbeReport(List.of(), List.of());
    }

    /** What is broken, as findings among those of the checks. */
    public List<Finding> findings() {
        return results.stream()
                .filter(r -> r.outcome() == ProbeResult.Outcome.BROKEN)
                .map(r -> new Finding(
                        r.id(),
                        r.title(),
                        r.severity(),
                        r.object(),
                        r.detail(),
                        Words.of(r.id()).explanation(),
                        r.query(),
                        Remedy.advice(Words.of(r.id()).advice())))
                .toList();
    }

    /** How many of the results ended that way. */
    public long count(ProbeResult.Outcome outcome) {
        return results.stream().filter(r -> r.outcome() == outcome).count();
    }
}
