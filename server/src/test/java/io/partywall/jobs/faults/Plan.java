package io.partywall.jobs.faults;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a run is to be.
 *
 * @param faults for how long there are faults; each kind comes twice at least
 * @param between how long it is from one fault to the next, on average
 * @param patience how long everything may take to be finished once there are no more faults
 * @param clocks whether clocks have to jump; otherwise they do where libfaketime is installed
 */
public record Plan(
        long seed,
        int jobs,
        int tenants,
        int workers,
        Duration faults,
        Duration between,
        Duration patience,
        boolean clocks) {

    private static final int WORKERS = 4;

    private static final String USAGE =
            "usage: benchmarks/run faults [--minutes 10] [--jobs 50000] [--tenants 20] [--seed N]";

    /** The run of every build. */
    static Plan brief(long seed, boolean clocks) {
        return new Plan(
                seed, 3_000, 6, WORKERS, Duration.ofSeconds(20), Duration.ofMillis(800), Duration.ofMinutes(4), clocks);
    }

    /** The run that the words of a command line ask for. {@link IllegalArgumentException} where they cannot be understood. */
    static Plan parse(List<String> words) {
        long seed = ThreadLocalRandom.current().nextInt(1_000_000);
        int minutes = 10;
        int jobs = 50_000;
        int tenants = 20;
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            switch (word) {
                case "--minutes" -> minutes = positive(word, rest);
                case "--jobs" -> jobs = positive(word, rest);
                case "--tenants" -> tenants = positive(word, rest);
                case "--seed" -> seed = positive(word, rest);
                default -> throw new IllegalArgumentException("unknown: " + word + "\n" + USAGE);
            }
        }
        if (tenants < 2) {
            throw new IllegalArgumentException("isolation takes two tenants at least\n" + USAGE);
        }
        return new Plan(
                seed,
                jobs,
                tenants,
                WORKERS,
                Duration.ofMinutes(minutes),
                Duration.ofSeconds(3),
                Duration.ofMinutes(30),
                true);
    }

    private static int positive(String option, Iterator<String> rest) {
        String value = rest.hasNext() ? rest.next() : "";
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException(option + " takes a number over 0, unlike '" + value + "'\n" + USAGE);
        }
        return Integer.parseInt(value);
    }
}
