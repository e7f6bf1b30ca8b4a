package io.partywall.inspector.finding;

import java.util.Locale;

/** How bad a finding is, mildest first. */
public enum Severity {
    /** Worth knowing. */
    LOW,
    /** A wall is thinner than it could be, or stands on one leg. */
    MEDIUM,
    /** One step, one mistake or one injected statement away from another tenant's rows. */
    HIGH,
    /** Another tenant's rows can be read or changed now. */
    CRITICAL;

    /** As it is written everywhere: {@code critical}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The severity of that name.
     *
     * @throws IllegalArgumentException naming the possible values
     */
    public static Severity of(String label) {
        for (Severity severity : values()) {
            if (severity.label().equalsIgnoreCase(label)) {
                return severity;
            }
        }
        throw new IllegalArgumentException("There is no severity '" + label + "': use low, medium, high or critical.");
    }
}
