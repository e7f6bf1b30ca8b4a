package io.partywall.inspector.report;

import io.partywall.inspector.finding.Severity;

/** How a piece of text stands out on a terminal; in the sixteen colours that people choose for themselves. */
enum Style {
    PLAIN(""),
    STRONG("1"),
    QUIET("2"),
    GOOD("1;32"),
    CRITICAL("1;31"),
    HIGH("31"),
    MEDIUM("33"),
    LOW("36");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    static Style of(Severity severity) {
        return switch (severity) {
            case CRITICAL -> CRITICAL;
            case HIGH -> HIGH;
            case MEDIUM -> MEDIUM;
            case LOW -> LOW;
        };
    }

    String around(String text) {
        return this == PLAIN ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
