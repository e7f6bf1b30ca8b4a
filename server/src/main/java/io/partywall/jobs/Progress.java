package io.partywall.jobs;

/**
 * How far a running job says that it is.
 *
 * @param share from 0 to 1
 * @param note what it is at
 */
public record Progress(double share, String note) {

    private static final int LONGEST = 200;

    public Progress {
        share = Double.isNaN(share) ? 0 : Math.clamp(share, 0.0, 1.0);
        String kept = note.replace("\u0000", "");
        note = kept.length() <= LONGEST ? kept : kept.substring(0, LONGEST - 1) + "…";
    }
}
