package io.partywall.snapshots;

import java.time.Instant;
import java.time.LocalDate;

/**
 * What a tenant used of the platform on a day of its own.
 *
 * @param eventsIngested how many events it sent that were not known before
 */
record UsageDay(
        LocalDate date,
        long apiCalls,
        long tokensUsed,
        long storageBytes,
        long eventsIngested,
        long jobsRun,
        Instant updatedAt) {}
