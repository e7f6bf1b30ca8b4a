package io.partywall.jobs.faults;

import io.partywall.jobs.faults.Evidence.Batch;
import io.partywall.jobs.faults.Evidence.Fate;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a run came to, for people. */
final class Report {

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void begin(Plan plan, String version) {
        out.printf(
                "%,d jobs of %d tenants, %d workers, PostgreSQL %s; faults for %d s, seed %d%n",
                plan.jobs(),
                plan.tenants(),
                plan.workers(),
                version,
                plan.faults().toSeconds(),
                plan.seed());
        if (FakeTime.library().isEmpty()) {
            out.println("clocks do not jump: libfaketime is not installed");
        }
    }

    void faults(Map<Fault, Integer> made, int cuts, int processes) {
        out.println();
        made.forEach((fault, times) -> line(fault.words(), times));
        line("connections cut, all in all", cuts);
        line("worker processes", processes);
    }

    void counts(Evidence evidence, Map<UUID, Story> stories) {
        out.println();
        for (Fate fate : Fate.values()) {
            List<Batch> batches = evidence.batches().stream()
                    .filter(batch -> batch.fate() == fate)
                    .toList();
            line(
                    "transactions " + fate.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " (jobs: "
                            + batches.stream().mapToInt(Batch::size).sum() + ")",
                    batches.size());
        }
        line("jobs added", evidence.added().size());
        Map<String, Long> ends = evidence.finished().stream()
                .collect(Collectors.groupingBy(Report::ending, TreeMap::new, Collectors.counting()));
        ends.forEach(this::line);
        line(
                "attempts",
                evidence.transitions().stream().filter(Transition::isClaim).count());
        line(
                "runs of handlers",
                evidence.lives().stream().mapToLong(life -> life.runs().size()).sum());
        moves(evidence, stories).forEach(this::line);
    }

    private static String ending(Finished job) {
        String error = Objects.requireNonNullElse(job.error(), "");
        return job.isCompleted()
                ? "jobs completed"
                : "jobs " + job.state().toLowerCase(Locale.ROOT) + ": "
                        + error.replaceAll("\\(run \\d+\\)|the worker \\S+", "…")
                                .replaceAll("^(.{60}).*", "$1…");
    }

    private static Map<String, Long> moves(Evidence evidence, Map<UUID, Story> stories) {
        Map<String, Long> moves = new LinkedHashMap<>();
        long rescued = 0;
        long late = 0;
        for (Story story : stories.values()) {
            Finished end = story.end();
            rescued += story.transitions().stream()
                    .filter(step -> step.isRescue(end))
                    .count();
            late += story.runs().stream()
                    .filter(run -> run.how() == Run.End.RETURNED)
                    .filter(run -> end == null || !Objects.equals(end.run(), run.id()))
                    .count();
        }
        moves.put("attempts taken back from workers that were not heard of", rescued);
        moves.put("successes that came too late, and were refused", late);
        moves.put(
                "attempts handed back",
                evidence.transitions().stream()
                        .filter(step -> step.endsClaim() && "HELD".equals(step.became()))
                        .count());
        return moves;
    }

    /** What PostgreSQL refused to workers: after an honest fault, connections are gone and statements are not wrong. */
    void refusals(List<Path> logs) throws IOException {
        Map<String, Long> refusals = new TreeMap<>();
        for (Path log : logs) {
            try (var lines = Files.lines(log)) {
                lines.filter(line ->
                                line.contains("ERROR:") || line.contains("ERROR ") || line.contains("Exception in"))
                        .map(line -> line.replaceFirst("^[0-9:]+ ", "")
                                .replaceAll("[0-9a-f-]{36}", "…")
                                .replaceAll("again in.*", ""))
                        .forEach(line -> refusals.merge(line, 1L, Long::sum));
            }
        }
        if (!refusals.isEmpty()) {
            out.println();
            out.println("workers said:");
            refusals.forEach((line, times) -> out.printf("  %,d × %s%n", times, line));
        }
    }

    void verdict(Verdict verdict, Map<UUID, Story> stories) {
        out.println();
        for (Promise promise : Promise.values()) {
            int broken = verdict.violations(promise).size();
            out.printf(
                    "%-100s %,9d  %s%n",
                    promise.words(), verdict.checked(promise), broken == 0 ? "held" : "BROKEN " + broken + " times");
        }
        for (Verdict.Violation violation : verdict.violations()) {
            out.println();
            out.println(violation.promise() + ": " + violation.what());
            Story story = stories.get(violation.job());
            if (story != null) {
                out.println(story.tell());
            }
        }
    }

    private void line(String what, long count) {
        out.printf("%-100s %,9d%n", what, count);
    }
}
