package io.partywall.benchmarks;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the command line asks for. */
record Options(
        boolean reads,
        boolean growth,
        boolean imports,
        boolean inspections,
        boolean queues,
        boolean fairness,
        boolean api,
        @Nullable Integer askedRounds,
        @Nullable Integer askedJobs,
        @Nullable Integer askedClients,
        @Nullable Integer askedSeconds,
        @Nullable Path output) {

    private static final int ROUNDS = 60;
    /** A round of them is seconds long. */
    private static final int ROUNDS_OF_IMPORTS = 7;
    /** A round of them is minutes long. */
    private static final int ROUNDS_OF_QUEUES = 3;
    /** An even number: each of two orders as often as the other. */
    private static final int ROUNDS_OF_FAIRNESS = 4;

    /** An even number: each of two orders as often as the other. */
    private static final int ROUNDS_OF_API = 10;

    private static final int MOST_ROUNDS = 999_999;

    private static final int JOBS = 200_000;
    /** Jobs of the tenant that floods the queue, for each job of a burn-down. */
    private static final int FLOOD = 5;

    private static final int MOST_JOBS = 9_999_999;

    private static final int CLIENTS = 200;
    private static final int MOST_CLIENTS = 2_000;
    private static final int SECONDS = 60;
    private static final int MOST_SECONDS = 86_400;

    private static final String USAGE =
            "usage: benchmarks/run [reads|growth|import|inspect|queues|fairness|api|all] [--rounds N] [--jobs N]"
                    + " [--clients N] [--seconds N] [--output FILE]\n"
                    + "       benchmarks/run faults [--minutes 10] [--jobs 50000] [--tenants 20] [--seed N]";

    static Options parse(String[] arguments) {
        String what = "all";
        Integer rounds = null;
        Integer jobs = null;
        Integer clients = null;
        Integer seconds = null;
        Path output = null;
        Iterator<String> words = List.of(arguments).iterator();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "reads", "growth", "import", "inspect", "queues", "fairness", "api", "all" -> what = word;
                case "--rounds" -> rounds = positive(word, value(word, words), MOST_ROUNDS);
                case "--jobs" -> jobs = positive(word, value(word, words), MOST_JOBS);
                case "--clients" -> clients = positive(word, value(word, words), MOST_CLIENTS);
                case "--seconds" -> seconds = positive(word, value(word, words), MOST_SECONDS);
                case "--output" -> output = Path.of(value(word, words));
                default -> throw new IllegalArgumentException("unknown: " + word + "\n" + USAGE);
            }
        }
        boolean all = what.equals("all");
        boolean queues = all || what.equals("queues");
        boolean fairness = queues || what.equals("fairness");
        if (jobs != null && !fairness) {
            throw new IllegalArgumentException("--jobs is for queues and fairness, not for " + what + "\n" + USAGE);
        }
        boolean api = all || what.equals("api");
        if ((clients != null || seconds != null) && !api) {
            throw new IllegalArgumentException("--clients and --seconds are for api, not for " + what + "\n" + USAGE);
        }
        return new Options(
                all || what.equals("reads"),
                all || what.equals("growth"),
                all || what.equals("import"),
                all || what.equals("inspect"),
                queues,
                fairness,
                api,
                rounds,
                jobs,
                clients,
                seconds,
                output);
    }

    int rounds() {
        return askedRounds == null ? ROUNDS : askedRounds;
    }

    int roundsOfImports() {
        return askedRounds == null ? ROUNDS_OF_IMPORTS : Math.min(askedRounds, ROUNDS);
    }

    int roundsOfQueues() {
        return askedRounds == null ? ROUNDS_OF_QUEUES : Math.min(askedRounds, ROUNDS);
    }

    int roundsOfFairness() {
        return askedRounds == null ? ROUNDS_OF_FAIRNESS : Math.min(askedRounds, ROUNDS);
    }

    int roundsOfApi() {
        return askedRounds == null ? ROUNDS_OF_API : Math.min(askedRounds, ROUNDS);
    }

    int clients() {
        return askedClients == null ? CLIENTS : askedClients;
    }

    int seconds() {
        return askedSeconds == null ? SECONDS : askedSeconds;
    }

    int jobs() {
        return askedJobs == null ? JOBS : askedJobs;
    }

    int floodingJobs() {
        return jobs() * FLOOD;
    }

    /** Whether anything is asked for but the queues and the API, which have servers of their own. */
    boolean needsServer() {
        return reads || growth || imports || inspections;
    }

    private static String value(String option, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value\n" + USAGE);
        }
        return words.next();
    }

    private static int positive(String option, String text, int most) {
        if (!text.matches("[1-9][0-9]{0,8}") || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException(
                    option + " takes a number from 1 to " + most + ", not " + text + "\n" + USAGE);
        }
        return Integer.parseInt(text);
    }
}
