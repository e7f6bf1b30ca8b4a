package io.partywall.inspector.probe;

import io.partywall.inspector.finding.Finding;
import io.partywall.inspector.finding.Kind;
import io.partywall.inspector.finding.Remedy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** What was probed for. */
    public List<Kind> kinds() {
        return results.stream()
                .collect(Collectors.toMap(
                        ProbeResult::id,
                        r -> new Kind(
                                r.id(),
                                r.severity(),
                                r.title(),
                                Words.of(r.id()).explanation()),
                        (one, other) -> one.severity().compareTo(other.severity()) >= 0 ? one : other,
                        LinkedHashMap::new))
                .values()
                .stream()
                .toList();
    }

    /** What came of it in a few lines, for people; empty where no probe ran. */
    public List<String> summary() {
        if (results.isEmpty()) {
            return List.of();
        }
        String between = tenants.size() < 2 ? "" : "between the tenants " + String.join(" and ", tenants) + ": ";
        Map<String, Long> reasons = results.stream()
                .filter(r -> r.outcome() == ProbeResult.Outcome.NOT_TRIED)
                .collect(Collectors.groupingBy(
                        r -> r.id() + ": " + r.detail(), LinkedHashMap::new, Collectors.counting()));
        return Stream.concat(
                        Stream.of(between + count(ProbeResult.Outcome.HELD) + " tries held, "
                                + count(ProbeResult.Outcome.BROKEN) + " walked through, "
                                + count(ProbeResult.Outcome.NOT_TRIED) + " were not made"),
                        reasons.entrySet().stream()
                                .map(r -> "not tried on " + r.getValue()
                                        + (r.getValue() == 1 ? " object, " : " objects, ") + r.getKey()))
                .toList();
    }

    /** How many of the results ended that way. */
    public long count(ProbeResult.Outcome outcome) {
        return results.stream().filter(r -> r.outcome() == outcome).count();
    }
}
