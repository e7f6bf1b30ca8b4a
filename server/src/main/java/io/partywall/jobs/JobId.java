package io.partywall.jobs;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** Names a job; ordered by the time at which it was made. */
public record JobId(UUID value) {

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

    @Override
    public String toString() {
        return value.toString();
    }
}
