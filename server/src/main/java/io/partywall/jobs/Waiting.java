package io.partywall.jobs;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Why a job waits, and its place; each as a value and as a sentence. */
public sealed interface Waiting {

    /** For a person, without a full stop. */
    String sentence();

    /** It waits for nothing: it runs, on this worker, or it is over, on none. */
    record Nothing(@Nullable String worker) implements Waiting {
        @Override
        public String sentence() {
            return worker == null ? "is over" : "runs on " + worker;
        }
    }

    /** Waits for its time, after that many failed attempts. */
    record ForTime(Instant runAt, int failedAttempts) implements Waiting {
        @Override
        public String sentence() {
            return failedAttempts == 0
                    ? "runs at " + shown(runAt) + ", or soon after"
                    : "attempt " + failedAttempts + " failed, it is tried again at " + shown(runAt) + ", or soon after";
        }
    }

    /** No worker has ever served its queue. */
    record NeverServed(String queue) implements Waiting {
        @Override
        public String sentence() {
            return "no worker has ever served queue '" + queue + "'";
        }
    }

    /** Its tenant may not have work done. */
    record TenantSuspended(String tenant) implements Waiting {
        @Override
        public String sentence() {
            return "its tenant '" + tenant + "' is suspended";
        }
    }

    /** Its queue is paused. */
    record QueuePaused(String queue, Instant since) implements Waiting {
        @Override
        public String sentence() {
            return "queue '" + queue + "' is paused since " + shown(since);
        }
    }

    /** Its type is paused. */
    record TypePaused(String type, Instant since) implements Waiting {
        @Override
        public String sentence() {
            return "jobs of the type '" + type + "' are paused since " + shown(since);
        }
    }

    /** Its tenant has as many jobs of the queue at work, or next in line for it, as it may. */
    record CapReached(int active, int cap, Count before) implements Waiting {
        @Override
        public String sentence() {
            return active + " of " + cap + " jobs of the tenant run or are next, and " + before
                    + " of its own are before this one";
        }
    }

    /** Waits behind jobs of its own tenant, which comes into line a few at a time. */
    record BehindOwn(Count before) implements Waiting {
        @Override
        public String sentence() {
            return before.number() == 0
                    ? "the next of its tenant to come into line"
                    : "behind " + before + " own jobs of the same tenant";
        }
    }

    /** In line. */
    record InLine(Count before) implements Waiting {
        @Override
        public String sentence() {
            return "in line, " + before + (before.number() == 1 ? " job" : " jobs") + " before it";
        }
    }

    private static String shown(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
