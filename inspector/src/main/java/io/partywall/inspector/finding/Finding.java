package io.partywall.inspector.finding;

/**
 * One hole, with its proof and the way out.
 *
 * @param check the check that found it, such as {@code B1}
 * @param title what kind of hole it is
 * @param severity how bad it is here; may differ from the check's usual one
 * @param object what it is about, qualified and quoted: {@code public.orders}, {@code policy p on public.orders}
 * @param reason what was seen, in one line
 * @param explanation why that matters
 * @param query SQL that shows it to anyone who may read the catalogue
 * @param remedy the way out
 */
public record Finding(
        String check,
        String title,
        Severity severity,
        String object,
        String reason,
        String explanation,
        String query,
        Remedy remedy) {

    /** What a baseline knows it by: check and object, whatever the reason says today. */
    public String identity() {
        return check + " " + object;
    }
}
