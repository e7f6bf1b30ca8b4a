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
        @Nullable Integer askedRounds,
        @Nullable Path output) {

    private static final int ROUNDS = 60;
    /** A round of them is seconds long. */
    private static final int ROUNDS_OF_IMPORTS = 7;

    private static final String USAGE =
            "usage: benchmarks/run [reads|growth|import|inspect|all] [--rounds N] [--output FILE]\n"
                    + "       benchmarks/run faults [--minutes 10] [--jobs 50000] [--tenants 20] [--seed N]";

    static Options parse(String[] arguments) {
        String what = "all";
        Integer rounds = null;
        Path output = null;
        Iterator<String> words = List.of(arguments).iterator();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "reads", "growth", "import", "inspect", "all" -> what = word;
                case "--rounds" -> rounds = positive(value(word, words));
                case "--output" -> output = Path.of(value(word, words));
                default -> throw new IllegalArgumentException("unknown: " + word + "\n" + USAGE);
            }
        }
        boolean all = what.equals("all");
        return new Options(
                all || what.equals("reads"),
                all || what.equals("growth"),
                all || what.equals("import"),
                all || what.equals("inspect"),
                rounds,
                output);
    }

    int rounds() {
        return askedRounds == null ? ROUNDS : askedRounds;
    }

    int roundsOfImports() {
        return askedRounds == null ? ROUNDS_OF_IMPORTS : Math.min(askedRounds, ROUNDS);
    }

    private static String value(String option, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value\n" + USAGE);
        }
        return words.next();
    }

    private static int positive(String text) {
        if (!text.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException("--rounds takes a number from 1 up, not " + text + "\n" + USAGE);
        }
        return Integer.parseInt(text);
    }
}
