package io.partywall.benchmarks.api;

import java.util.concurrent.atomic.AtomicLongArray;

/** How long requests took, to within a hundredth, in memory that does not grow. Safe for use by several threads. */
final class Times {

    /** Parts of each doubling. */
    private static final int PARTS = 128;

    private static final int PART_BITS = 7;

    private final AtomicLongArray counts = new AtomicLongArray((Long.SIZE - PART_BITS) * PARTS);

    void add(long nanos) {
        long _ = counts.incrementAndGet(index(nanos));
    }

    /** The same times as this, and another's. */
    Times with(Times other) {
        Times both = new Times();
        for (int i = 0; i < counts.length(); i++) {
            both.counts.set(i, counts.get(i) + other.counts.get(i));
        }
        return both;
    }

    private static int index(long nanos) {
        int doubling = Math.max(0, Long.SIZE - PART_BITS - 1 - Long.numberOfLeadingZeros(Math.max(1, nanos)));
        return (doubling << PART_BITS) + (int) (nanos >>> doubling);
    }

    /** The lowest that belongs there. */
    private static double nanos(int index) {
        int doubling = Math.max(0, (index >>> PART_BITS) - 1);
        return Math.scalb(index - (double) (doubling << PART_BITS), doubling);
    }

    long count() {
        long count = 0;
        for (int i = 0; i < counts.length(); i++) {
            count += counts.get(i);
        }
        return count;
    }

    /** The time that this share of the requests did not exceed, in milliseconds. */
    double millis(double share) {
        long behind = Math.max(1, Math.round(share * count()));
        int index = -1;
        while (behind > 0 && index + 1 < counts.length()) {
            behind -= counts.get(++index);
        }
        return index < 0 ? Double.NaN : (nanos(index) + nanos(index + 1)) / 2 / 1e6;
    }
}
