package io.partywall.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The short run. {@code -Dfaults.seed=N} repeats one, as far as the machine's timing lets it. */
class FaultRunTest {

    @Test
    void thePromisesOfTheQueueHoldWhateverBreaks() throws Exception {
        long seed = Long.getLong("faults.seed", System.nanoTime() % 1_000_000);
        Plan plan = Plan.brief(seed, System.getenv("CI") != null);

        Verdict verdict = FaultRun.run(plan, System.out);

        assertThat(verdict.violations()).as("seed %d", seed).isEmpty();
    }
}
