package io.partywall.cli;

import io.partywall.inspector.finding.Finding;
import java.util.List;

/** The database does not keep tenants apart: what the inspector found, all of it. */
final class BrokenWalls extends RuntimeException {

    private final transient List<Finding> findings;

    BrokenWalls(List<Finding> findings) {
        super("the database's walls are broken: './partywall inspect' tells the way out");
        this.findings = findings;
    }

    /** A line for each finding. */
    List<String> lines() {
        return findings.stream()
                .map(f -> f.severity().label() + ": " + f.identity() + ": " + f.reason())
                .toList();
    }
}
