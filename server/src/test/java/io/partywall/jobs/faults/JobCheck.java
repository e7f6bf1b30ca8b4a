package io.partywall.jobs.faults;

import static io.partywall.jobs.faults.Promise.DONE_ONCE;
import static io.partywall.jobs.faults.Promise.EVERY_JOB_ENDS;
import static io.partywall.jobs.faults.Promise.LAWFUL;
import static io.partywall.jobs.faults.Promise.ONE_RUNNER;
import static io.partywall.jobs.faults.Promise.OWN_OUTCOME;

import io.partywall.jobs.faults.Story.Hold;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at all that is known of one job. */
final class JobCheck {

    private static final String NEW = "(new)";
    private static final String GONE = "(finished)";

    private static final Set<String> STEPS = Set.of(
            NEW + " HELD",
            NEW + " SCHEDULED",
            "SCHEDULED HELD",
            "FAILED HELD",
            "HELD PENDING",
            "PENDING HELD",
            "HELD PROCESSING",
            "PENDING PROCESSING",
            "PROCESSING FAILED",
            "PROCESSING HELD",
            "PROCESSING " + GONE);

    private final Story story;
    private final Map<String, Long> stops;
    private final Verdict verdict;
    private final @Nullable Finished end;

    /** @param stops when each worker was asked to stop, by the machine's monotonic clock */
    JobCheck(Story story, Map<String, Long> stops, Verdict verdict) {
        this.story = story;
        this.stops = stops;
        this.verdict = verdict;
        this.end = story.end();
    }

    void check() {
        steps();
        holds();
        ends();
        outcomes();
        runners();
    }

    private void check(Promise promise, boolean holds, String what) {
        verdict.check(promise, holds, story.job(), what);
    }

    private void steps() {
        check(LAWFUL, story.added() != null, "it ran, and nobody added it");
        Transition before = null;
        for (Transition step : story.transitions()) {
            String was = step.was() == null ? NEW : step.was();
            check(
                    LAWFUL,
                    STEPS.contains(was + " " + (step.became() == null ? GONE : step.became())),
                    "it may not go from " + was + " to " + step.became());
            check(
                    LAWFUL,
                    before == null
                            ? step.was() == null
                            : Objects.equals(before.became(), step.was())
                                    && Objects.equals(before.newWorker(), step.oldWorker())
                                    && before.newAttempts() == step.oldAttempts(),
                    "what " + step + " began with is not what was there before");
            if (step.became() != null && step.was() != null) {
                int counted =
                        step.isClaim() ? 1 : step.endsClaim() && step.became().equals("HELD") ? -1 : 0;
                check(
                        LAWFUL,
                        step.newAttempts() == step.oldAttempts() + counted,
                        "attempts were counted wrong: " + step);
            }
            before = step;
        }
    }

    /** A worker loses a job that it runs only when its lease has run out. */
    private void holds() {
        for (Hold hold : story.holds()) {
            Transition left = hold.end();
            if (left != null && left.isRescue(end)) {
                check(
                        ONE_RUNNER,
                        left.lease() != null && left.lease().isBefore(left.at()),
                        "it was taken from a worker whose lease had not run out: " + left);
            }
        }
    }

    private void ends() {
        check(
                EVERY_JOB_ENDS,
                story.ends().size() == 1,
                "it is finished " + story.ends().size() + " times");
        if (end == null || story.added() == null) {
            return;
        }
        Kind kind = story.added().kind();
        boolean wanted = kind != Kind.POISON && kind != Kind.HOPELESS;
        switch (end.state()) {
            case "COMPLETED" -> check(EVERY_JOB_ENDS, wanted, "it succeeded, which its kind never does");
            case "DEAD" ->
                check(
                        EVERY_JOB_ENDS,
                        end.error() != null
                                && (end.attempts() >= end.maxAttempts()
                                        || (kind == Kind.HOPELESS && end.error().contains("no hope"))),
                        "it is dead before its attempts are used up");
            default -> check(EVERY_JOB_ENDS, false, "nobody called it off, and it is " + end.state());
        }
        check(EVERY_JOB_ENDS, !story.runs().isEmpty() || killedEachTime(), "it never ran");
    }

    /** A worker may die after it has claimed a job and before it has begun it, and that may be a job's last attempt. */
    private boolean killedEachTime() {
        return end != null
                && end.state().equals("DEAD")
                && story.holds().stream()
                        .allMatch(hold -> hold.end() != null && hold.end().isRescue(end));
    }

    private void outcomes() {
        List<Hold> holds = story.holds();
        if (end != null && end.isCompleted() && !holds.isEmpty()) {
            Transition claim = holds.getLast().claim();
            Optional<Run> run = story.runs().stream()
                    .filter(candidate -> Objects.equals(candidate.id(), end.run()))
                    .findFirst();
            check(
                    OWN_OUTCOME,
                    run.isPresent()
                            && run.get().how() == Run.End.RETURNED
                            && holds.getLast().isOf(run.get()),
                    "its result is of " + run + ", but it was last claimed so: " + claim);
            check(
                    DONE_ONCE,
                    story.runs().stream()
                            .allMatch(later ->
                                    run.isEmpty() || later.begin() <= run.get().begin()),
                    "it began to run again after the run that was stored as its success");
        }
        if (end != null) {
            check(
                    DONE_ONCE,
                    story.transitions().isEmpty()
                            || story.transitions().getLast().became() == null,
                    "it is finished, and is in the queue again");
            end.failures().forEach(this::failure);
        }
    }

    private void failure(Finished.Failure failure) {
        OptionalLong named = Evidence.runNamedIn(failure.error());
        if (named.isPresent()) {
            check(
                    OWN_OUTCOME,
                    story.runs().stream()
                            .anyMatch(run -> run.id() == named.getAsLong()
                                    && run.attempt() == failure.attempt()
                                    && run.worker().equals(failure.worker())),
                    "the failure of another run was stored: " + failure);
        }
    }

    private void runners() {
        List<Hold> holds = story.holds();
        List<Run> runs = story.runs();
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            long claims = holds.stream().filter(hold -> hold.isOf(run)).count();
            long same = runs.stream()
                    .filter(other -> other.worker().equals(run.worker()) && other.attempt() == run.attempt())
                    .count();
            check(ONE_RUNNER, same <= claims, run + " is one of " + same + " for " + claims + " claims");
            for (Run later : runs.subList(i + 1, runs.size())) {
                if (run.overlaps(later)) {
                    check(ONE_RUNNER, mayOverlap(holds, run, later), "ran at the same time: " + run + " and " + later);
                }
            }
        }
    }

    private boolean mayOverlap(List<Hold> holds, Run run, Run later) {
        if (run.worker().equals(later.worker()) && run.attempt() == later.attempt()) {
            return false;
        }
        Transition left = holds.stream()
                .filter(hold -> hold.isOf(run))
                .map(Hold::end)
                .filter(Objects::nonNull)
                .reduce((one, last) -> last)
                .orElse(null);
        Transition claimed = holds.stream()
                .filter(hold -> hold.isOf(later))
                .map(Hold::claim)
                .findFirst()
                .orElse(null);
        if (left == null || claimed == null || left.number() > claimed.number()) {
            return false;
        }
        return left.isRescue(end) || wasStopped(left, run, later) || wasTooSlow(left, run, later);
    }

    /** A worker that stops waits a while for what it runs, and then gives it back. */
    private boolean wasStopped(Transition left, Run run, Run later) {
        return "HELD".equals(left.became()) && stops.getOrDefault(run.worker(), Long.MAX_VALUE) < later.begin();
    }

    private boolean wasTooSlow(Transition left, Run run, Run later) {
        Duration timeout = Objects.requireNonNull(story.added()).kind().type().timeout();
        return left.isTimeout(end) && later.begin() - run.begin() >= timeout.toNanos();
    }
}
