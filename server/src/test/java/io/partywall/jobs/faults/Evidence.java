package io.partywall.jobs.faults;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All that is known after a run, from whoever saw it: those who added jobs, the trigger on the table, the processes that ran
 * them, and the tables at the end.
 *
 * @param kept the transactions that are in the database, by their rows
 * @param caps how many jobs of a tenant may run in a queue at once
 * @param left jobs that are not finished, each in words
 */
record Evidence(
        List<Batch> batches,
        Set<UUID> kept,
        Map<UUID, Added> added,
        List<Transition> transitions,
        List<Finished> finished,
        List<Life> lives,
        List<LedgerRow> ledger,
        Map<Lane, Integer> caps,
        List<String> left) {

    private static final Pattern IN_RUN = Pattern.compile(" \\(run (\\d+)\\)");

    /** What whoever added a batch of jobs knows of it. */
    enum Fate {
        COMMITTED,
        ROLLED_BACK,
        /** The connection was cut before the answer came. */
        UNKNOWN
    }

    /** Jobs that were added, or not, in one transaction. */
    record Batch(UUID id, UUID tenant, int size, Fate fate) {}

    /** A job that was added. */
    record Added(UUID job, UUID tenant, String queue, Kind kind, UUID batch) {
        Lane lane() {
            return new Lane(tenant, queue);
        }
    }

    /** A tenant's jobs of one queue. */
    record Lane(UUID tenant, String queue) {}

    /** What a run wrote in its tenant's scope. */
    record LedgerRow(UUID tenant, UUID job, int attempt, long run, String phase, long foreignRows) {}

    /** What a failure says at its end, so that it is known whose it was. */
    static String inRun(long run) {
        return " (run " + run + ")";
    }

    static OptionalLong runNamedIn(String error) {
        Matcher matcher = IN_RUN.matcher(error);
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    Optional<Life> life(String worker) {
        return lives.stream().filter(life -> life.worker().equals(worker)).findFirst();
    }
}
