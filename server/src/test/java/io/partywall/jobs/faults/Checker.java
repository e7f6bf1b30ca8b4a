package io.partywall.jobs.faults;

import io.partywall.jobs.faults.Evidence.Batch;
import io.partywall.jobs.faults.Evidence.Fate;
import io.partywall.jobs.faults.Evidence.Lane;
import io.partywall.jobs.faults.Evidence.LedgerRow;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Says from what was recorded which promises held: those of single jobs by {@link JobCheck}, the others here. */
final class Checker {

    private final Evidence evidence;
    private final Map<UUID, Story> stories;
    private final Verdict verdict = new Verdict();

    private Checker(Evidence evidence, Map<UUID, Story> stories) {
        this.evidence = evidence;
        this.stories = stories;
    }

    static Verdict check(Evidence evidence, Map<UUID, Story> stories) {
        Checker checker = new Checker(evidence, stories);
        checker.batches();
        checker.everyJob();
        checker.caps();
        checker.ledger();
        return checker.verdict;
    }

    private void batches() {
        Map<UUID, Long> sizes = evidence.added().values().stream()
                .collect(Collectors.groupingBy(Evidence.Added::batch, Collectors.counting()));
        Set<UUID> known = new HashSet<>();
        for (Batch batch : evidence.batches()) {
            known.add(batch.id());
            boolean kept = evidence.kept().contains(batch.id());
            verdict.check(
                    Promise.TRANSACTIONAL,
                    batch.fate() == Fate.UNKNOWN || kept == (batch.fate() == Fate.COMMITTED),
                    null,
                    batch + (kept ? " is" : " is not") + " in the database");
            long there = sizes.getOrDefault(batch.id(), 0L);
            verdict.check(
                    Promise.TRANSACTIONAL,
                    there == (kept ? batch.size() : 0),
                    null,
                    batch + (kept ? ", which was kept, has " : ", which was not kept, has ") + there + " jobs");
        }
        sizes.keySet()
                .forEach(id -> verdict.check(
                        Promise.TRANSACTIONAL,
                        known.contains(id),
                        null,
                        "nobody knows of the batch " + id + ", which has jobs"));
    }

    private void everyJob() {
        Map<String, Long> stops = new HashMap<>();
        evidence.lives().forEach(life -> stops.put(life.worker(), life.stoppedAt()));
        for (Story story : stories.values()) {
            new JobCheck(story, stops, verdict).check();
        }
        evidence.left().forEach(job -> verdict.check(Promise.EVERY_JOB_ENDS, false, null, "not finished: " + job));
    }

    private void caps() {
        Map<Lane, Integer> running = new HashMap<>();
        List<Transition> inOrder = evidence.transitions().stream()
                .sorted(Comparator.comparingLong(Transition::number))
                .toList();
        for (Transition transition : inOrder) {
            Evidence.Added added = evidence.added().get(transition.job());
            if (added == null || transition.isClaim() == transition.endsClaim()) {
                continue;
            }
            int now = running.merge(added.lane(), transition.isClaim() ? 1 : -1, Integer::sum);
            int cap = evidence.caps().getOrDefault(added.lane(), Integer.MAX_VALUE);
            if (transition.isClaim() && cap < Integer.MAX_VALUE) {
                verdict.check(
                        Promise.CAPPED,
                        now <= cap,
                        transition.job(),
                        now + " jobs ran where " + cap + " may: " + added.lane());
            }
        }
    }

    private void ledger() {
        Map<Long, Set<String>> phases = new HashMap<>();
        for (LedgerRow row : evidence.ledger()) {
            phases.computeIfAbsent(row.run(), run -> new HashSet<>()).add(row.phase());
            Story story = stories.get(row.job());
            boolean own = story != null
                    && story.added() != null
                    && story.added().tenant().equals(row.tenant());
            verdict.check(Promise.ISOLATED, own, row.job(), "a run wrote a row of another tenant: " + row);
            verdict.check(Promise.ISOLATED, row.foreignRows() == 0, row.job(), "a run saw others' rows: " + row);
        }
        for (Story story : stories.values()) {
            if (story.added() == null || !story.added().kind().keepsLedger()) {
                continue;
            }
            for (Run run : story.runs()) {
                if (run.how() == Run.End.RETURNED) {
                    Set<String> written = phases.getOrDefault(run.id(), Set.of());
                    verdict.check(
                            Promise.DURABLE,
                            written.containsAll(List.of("begun", "ended")),
                            story.job(),
                            "of what run " + run.id() + " wrote there is only " + written);
                }
            }
        }
    }
}
