package io.partywall.inspector.finding;

import java.util.List;

/**
 * The way out of a finding.
 *
 * @param step when it runs among the remedies of other findings
 * @param statements SQL that can be run as it is, one statement each without a semicolon, in this order; empty where no SQL
 *     helps
 * @param mechanical whether {@code statements} may go into a migration unread: they close the hole and lose nothing that was
 *     meant; false where a person has to decide
 * @param advice what to consider, or what to do where no SQL helps; may be empty
 */
public record Remedy(Step step, List<String> statements, boolean mechanical, String advice) {

    /** SQL that closes the hole and loses nothing that was meant. */
    public static Remedy mechanical(Step step, String... statements) {
        return new Remedy(step, List.of(statements), true, "");
    }

    /** SQL that closes the hole once a person has decided that it may. */
    public static Remedy decide(Step step, String advice, String... statements) {
        return new Remedy(step, List.of(statements), false, advice);
    }

    /** What to do where no SQL helps. */
    public static Remedy advice(String advice) {
        return new Remedy(Step.ROLES, List.of(), false, advice);
    }
}
