package io.partywall.cli;

import io.partywall.jobs.Job;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Jobs, and the times that they take, as they are shown. */
final class JobTexts {

    private JobTexts() {}

    /** All that a program may want of jobs, a row each. */
    static Table table(List<Job> jobs) {
        Table table = new Table(
                "id",
                "tenant",
                "queue",
                "type",
                "state",
                "priority",
                "attempts",
                "maxAttempts",
                "createdAt",
                "runAt",
                "startedAt",
                "finishedAt",
                "progress",
                "worker",
                "error");
        for (Job job : jobs) {
            table.row(
                    job.id(),
                    job.tenantSlug(),
                    job.queue(),
                    job.type(),
                    job.state(),
                    job.priority(),
                    job.attempts(),
                    job.maxAttempts(),
                    job.createdAt(),
                    job.runAt(),
                    job.startedAt(),
                    job.finishedAt(),
                    job.progress() == null ? null : job.progress().share(),
                    job.worker(),
                    job.error());
        }
        return table;
    }

    /** To the second; a dash where there is none. */
    static String shown(@Nullable Instant time) {
        return time == null ? "-" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** In the unit that says most: {@code 0.4 s}, {@code 12 s}, {@code 5 min}, {@code 3 h}, {@code 9 d}. */
    static String shown(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", Math.max(0, time.toMillis()) / 1000.0);
        }
        if (seconds < Duration.ofMinutes(2).toSeconds()) {
            return seconds + " s";
        }
        if (seconds < Duration.ofHours(2).toSeconds()) {
            return time.toMinutes() + " min";
        }
        return seconds < Duration.ofDays(2).toSeconds() ? time.toHours() + " h" : time.toDays() + " d";
    }

    static String cut(String text, int width) {
        return text.codePointCount(0, text.length()) <= width
                ? text
                : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
    }
}
