package io.partywall.isolation;

import java.time.Duration;
import java.util.List;

/**
 * How the database is, as {@link Tenancy#health()} has just found it.
 *
 * @param roundTrip how long borrowing a connection and asking took
 * @param faults what is wrong, each with its remedy; empty when all is well
 */
public record Health(Duration roundTrip, List<String> faults) {

    public Health {
        faults = List.copyOf(faults);
    }

    /** Whether the database answers and its walls stand. */
    public boolean isHealthy() {
        return faults.isEmpty();
    }
}
