package io.partywall.audit;

import java.util.List;

/**
 * What the verification of a trail came to.
 *
 * @param sealed rows that are exactly as they were sealed
 * @param erased those among them of which personal data has been erased since
 * @param unsealed rows that no seal covers yet
 * @param checkpoints seals that hold
 * @param head the hash of the last sealed row, in hexadecimal: kept elsewhere, it proves later that nothing was cut off the end
 * @param faults what is not as it was sealed, in the order of the trail; at most {@link #MOST_FAULTS}
 * @param faultCount how many there are
 */
public record Verdict(
        long sealed,
        long erased,
        long unsealed,
        int checkpoints,
        String head,
        List<TrailFault> faults,
        long faultCount) {

    /** How many faults are named. */
    public static final int MOST_FAULTS = 1_000;

    public boolean holds() {
        return faultCount == 0;
    }
}
