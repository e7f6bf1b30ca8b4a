package io.partywall.jobs;

import java.util.Locale;

/**
 * How many there are; counting ends somewhere, since a million rows are not counted for one line of text.
 *
 * @param hasMore whether there are more than this number
 */
public record Count(long number, boolean hasMore) {

    /** Where counting ends. */
    static final int MOST = 10_000;

    /** Of that many found, where no more than one above the most were looked for. */
    static Count of(long found) {
        return new Count(Math.min(found, MOST), found > MOST);
    }

    /** Such as {@code 1,234} or {@code more than 10,000}. */
    @Override
    public String toString() {
        return (hasMore ? "more than " : "") + String.format(Locale.ROOT, "%,d", number);
    }
}
