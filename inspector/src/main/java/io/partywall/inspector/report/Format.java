package io.partywall.inspector.report;

/** How a report is written. */
public enum Format {
    /** For a person at a terminal: bounded, the worst first. */
    TEXT,
    /** Everything, for programs: one document, its fields named as the records of the inspector. */
    JSON,
    /** SARIF 2.1.0, for what gathers the findings of many tools. */
    SARIF,
    /** One page without anything external, for a browser or a printer. */
    HTML,
    /** JUnit's XML, for what shows test results: a test case a check. */
    JUNIT
}
