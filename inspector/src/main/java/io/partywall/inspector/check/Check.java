package io.partywall.inspector.check;

import io.partywall.inspector.finding.Severity;

/**
 * One rule: what it is called, how bad a breach is, why it matters, and how breaches are found in the catalogue. Without
 * state: {@link #inspect} may be called for many databases.
 */
public abstract class Check {

    private final String id;
    private final Severity severity;
    private final String title;
    private final String explanation;

    /**
     * @param id the identifier that reports and baselines use, such as {@code B1}
     * @param severity how bad a breach usually is
     * @param title the breach in a few words, lower case
     * @param explanation why it matters, in one or two sentences
     */
    protected Check(String id, Severity severity, String title, String explanation) {
        this.id = id;
        this.severity = severity;
        this.title = title;
        this.explanation = explanation;
    }

    /** Adds a finding for each breach. */
    public abstract void inspect(Database db, Findings findings);

    public final String id() {
        return id;
    }

    public final Severity severity() {
        return severity;
    }

    public final String title() {
        return title;
    }

    public final String explanation() {
        return explanation;
    }
}
