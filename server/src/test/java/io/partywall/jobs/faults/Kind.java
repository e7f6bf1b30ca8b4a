package io.partywall.jobs.faults;

import io.partywall.jobs.Backoff;
import io.partywall.jobs.JobType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** What a job of a run does; each kind is a type of jobs. Those that misbehave do so in their first attempts, and then end. */
enum Kind {
    /** Nothing. */
    IDLE(500, 60, Duration.ofMinutes(1)),
    /** Works a while, and writes and looks around in its tenant's rows. */
    WRITE(400, 60, Duration.ofMinutes(1)),
    /** Throws twice. */
    FLAKY(60, 60, Duration.ofMinutes(1)),
    /** Throws an Error once. */
    ERROR(10, 60, Duration.ofMinutes(1)),
    /** Throws always. */
    POISON(10, 3, Duration.ofMinutes(1)),
    /** Says that it can never succeed. */
    HOPELESS(10, 60, Duration.ofMinutes(1)),
    /** Sleeps past its time once. */
    HANG(5, 60, Duration.ofSeconds(1)),
    /** Goes on for longer than it is waited for, whatever it is told, once. */
    DEAF(3, 60, Duration.ofSeconds(1)),
    /** Takes its whole process down once. */
    HALT(2, 60, Duration.ofMinutes(1));

    private final int perMille;

    @SuppressWarnings("ImmutableEnumChecker") // a record of things that do not change
    private final JobType<Task> type;

    Kind(int perMille, int maxAttempts, Duration timeout) {
        this.perMille = perMille;
        this.type = new JobType<>(
                name().toLowerCase(Locale.ROOT),
                Task.class,
                name().equals("WRITE") ? "writes" : JobType.DEFAULT_QUEUE,
                maxAttempts,
                new Backoff(Duration.ofMillis(200), 1.5, Duration.ofSeconds(5)),
                timeout);
    }

    static List<String> queues() {
        return List.of(JobType.DEFAULT_QUEUE, "writes");
    }

    JobType<Task> type() {
        return type;
    }

    /** Whether each run of it leaves rows, at its begin and at its end. */
    boolean keepsLedger() {
        return this != IDLE;
    }

    static Kind of(String type) {
        return valueOf(type.toUpperCase(Locale.ROOT));
    }

    /** A thousand jobs' kinds: each as often as it should be, in an order that the seed says. */
    static List<Kind> deck(long seed) {
        List<Kind> deck = new ArrayList<>();
        for (Kind kind : values()) {
            deck.addAll(Collections.nCopies(kind.perMille, kind));
        }
        Collections.shuffle(deck, new Random(seed));
        return List.copyOf(deck);
    }
}
