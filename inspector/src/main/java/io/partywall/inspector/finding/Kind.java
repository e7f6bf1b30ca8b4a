package io.partywall.inspector.finding;

/**
 * A kind of hole, which one check looks for.
 *
 * @param check the check's id, such as {@code B1}
 * @param severity how bad such a hole usually is
 * @param title the hole in a few words, lower case
 * @param explanation why it matters
 */
public record Kind(String check, Severity severity, String title, String explanation) {}
