package io.partywall.jobs;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/** Names a job; ordered by the time at which it was made. */
public record JobId(UUID value) {

    private static final int TIME_ORDERED = 7;

    /** As the database orders them, backwards; Java takes the halves of a UUID for signed numbers. */
    static final Comparator<JobId> NEWEST_FIRST =
            Comparator.comparing(JobId::toString).reversed();

    static JobId create() {
        return new JobId(UuidCreator.getTimeOrderedEpoch());
    }

    /** The id that this text is. {@link JobRefused} where it is none. */
    public static JobId of(String text) {
        try {
            return new JobId(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            throw new JobRefused("'" + text + "' is no id of a job: 'partywall jobs list' shows them");
        }
    }

    /** Whether it tells that the job was made before this. */
    boolean madeBefore(Instant time) {
        return value.version() != TIME_ORDERED || value.getMostSignificantBits() >>> 16 < time.toEpochMilli();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
