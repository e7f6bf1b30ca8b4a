package io.partywall.inspector.probe;

import io.partywall.inspector.finding.Severity;

/**
 * What one probe saw of one object.
 *
 * @param id the probe, {@code L1} to {@code L10}
 * @param title the hole that it looks for
 * @param object what was probed, as in {@link io.partywall.inspector.finding.Finding#object}
 * @param detail what was seen, or why it could not be tried
 * @param severity how bad the hole is, or would be
 * @param query the SQL that walked through; empty where nothing did. Values of rows and signatures are left out of it.
 */
public record ProbeResult(
        String id, String title, String object, Outcome outcome, String detail, Severity severity, String query) {

    /** How a probe ended. */
    public enum Outcome {
        /** Tried, and the wall stood. */
        HELD,
        /** Tried, and it let through. */
        BROKEN,
        /** Not tried, or without a clear answer; the detail says why. */
        NOT_TRIED
    }
}
