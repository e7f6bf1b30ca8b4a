package io.partywall.jobs;

/**
 * What at most one job of a tenant's queue has at a time.
 *
 * @param untilStart whether the key is given up when the job starts, so that another may wait while it runs; otherwise when it
 *     finishes
 */
public record UniqueKey(String key, boolean untilStart) {

    private static final int LONGEST = 500;

    public UniqueKey {
        if (key.isBlank() || key.length() > LONGEST) {
            throw new JobRefused("a unique key has 1 to " + LONGEST + " characters, unlike '" + key + "'");
        }
    }

    /** No other with this key while the job waits or runs. */
    public static UniqueKey untilFinished(String key) {
        return new UniqueKey(key, false);
    }

    /** No other with this key while the job waits; one may be added as soon as it runs. */
    public static UniqueKey untilStarted(String key) {
        return new UniqueKey(key, true);
    }
}
