package io.partywall.jobs.faults;

import io.partywall.jobs.faults.Evidence.Added;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All that is known of one job: how it was added, its changes of state in their order, its runs in theirs, and its ends. */
record Story(UUID job, @Nullable Added added, List<Transition> transitions, List<Run> runs, List<Finished> ends) {

    /** A worker's hold on the job: from its claim until it ended, if it did. */
    record Hold(Transition claim, @Nullable Transition end) {
        boolean isOf(Run run) {
            return run.worker().equals(claim.newWorker()) && run.attempt() == claim.newAttempts();
        }
    }

    /** The stories of all jobs that anybody says anything of. */
    static Map<UUID, Story> of(Evidence evidence) {
        Map<UUID, Story> stories = new HashMap<>();
        evidence.added().forEach((job, added) -> stories.put(job, empty(job, added)));
        evidence.transitions().stream()
                .sorted(Comparator.comparingLong(Transition::number))
                .forEach(transition ->
                        story(stories, transition.job()).transitions.add(transition));
        evidence.lives().stream()
                .flatMap(life -> life.runs().stream())
                .sorted(Comparator.comparingLong(Run::begin))
                .forEach(run -> story(stories, run.job()).runs.add(run));
        evidence.finished().forEach(end -> story(stories, end.job()).ends.add(end));
        return stories;
    }

    private static Story story(Map<UUID, Story> stories, UUID job) {
        return stories.computeIfAbsent(job, id -> empty(id, null));
    }

    private static Story empty(UUID job, @Nullable Added added) {
        return new Story(job, added, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    @Nullable
    Finished end() {
        return ends.isEmpty() ? null : ends.getFirst();
    }

    List<Hold> holds() {
        List<Hold> holds = new ArrayList<>();
        Transition claim = null;
        for (Transition transition : transitions) {
            if (claim != null && transition.endsClaim()) {
                holds.add(new Hold(claim, transition));
                claim = null;
            }
            if (transition.isClaim()) {
                claim = transition;
            }
        }
        if (claim != null) {
            holds.add(new Hold(claim, null));
        }
        return holds;
    }

    /** In words, a line for each thing that happened. */
    String tell() {
        List<String> lines = new ArrayList<>();
        lines.add("job " + job + (added == null ? ", which nobody added" : ": " + added));
        transitions.forEach(transition -> lines.add("  " + transition));
        runs.forEach(run -> lines.add("  ran as attempt %d of %s from %.3f to %.3f s: %s (run %d)"
                .formatted(run.attempt(), run.worker(), run.begin() / 1e9, run.end() / 1e9, run.how(), run.id())));
        ends.forEach(end -> lines.add("  " + end));
        return String.join("\n", lines);
    }
}
