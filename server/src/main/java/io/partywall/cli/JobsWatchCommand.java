package io.partywall.cli;

import io.partywall.jobs.JobBoard;
import io.partywall.jobs.LoadWatch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "watch",
        description = {
            "Watch what each tenant asks of the queues, the busiest first; q or Ctrl-C ends. Whatever takes long",
            "to count is counted now and then, and carried on meanwhile: such figures begin with ~."
        },
        mixinStandardHelpOptions = true)
final class JobsWatchCommand implements Runnable {

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
    private static final int LINES_WITHOUT_TERMINAL = 20;
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";

    @Option(names = "--once", description = "Print one table, exactly counted, and end")
    private boolean once;

    @Option(
            names = "--interval",
            defaultValue = "1s",
            paramLabel = "TIME",
            description = "How long between two looks (default: ${DEFAULT-VALUE})")
    private Duration interval = Duration.ofSeconds(1);

    @Option(names = "--queue", paramLabel = "QUEUE", description = "This queue only")
    private @Nullable String queue;

    @Option(
            names = "--dead",
            defaultValue = "1d",
            paramLabel = "TIME",
            description = "How far back jobs are counted that died (default: ${DEFAULT-VALUE})")
    private Duration deadSince = Duration.ofDays(1);

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "How many tenants at most (default: as the terminal is high, or " + LINES_WITHOUT_TERMINAL + ")")
    private @Nullable Integer limit;

    @Override
    public void run() {
        if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
            throw new UserError("an interval is 100ms at least, unlike " + interval.toMillis() + "ms");
        }
        if (limit != null && limit < 1) {
            throw new UserError("a table has one tenant at least, unlike " + limit);
        }
        try (Platform platform = Platform.open("jobs watch")) {
            JobBoard board = platform.jobBoard();
            LoadWatch watch = board.watch(queue, deadSince);
            if (once) {
                print(lines(board, watch, LINES_WITHOUT_TERMINAL));
            } else {
                watch(board, watch);
            }
        } catch (IOException | InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(JobBoard board, LoadWatch watch) throws IOException, InterruptedException {
        // Before the terminal is taken: what cannot be read is told on the one that was there.
        List<String> first = lines(board, watch, LINES_WITHOUT_TERMINAL);
        Optional<Screen> terminal = Screen.open();
        if (terminal.isPresent()) {
            try (Screen screen = terminal.get()) {
                draw(board, watch, screen);
            }
            return;
        }
        print(first);
        while (true) {
            TimeUnit.NANOSECONDS.sleep(interval.toNanos());
            System.out.println();
            print(lines(board, watch, LINES_WITHOUT_TERMINAL));
        }
    }

    private void draw(JobBoard board, LoadWatch watch, Screen screen) throws IOException, InterruptedException {
        boolean colours = Terminal.hasColours();
        do {
            List<String> lines = new ArrayList<>(lines(board, watch, screen.height() - LoadTable.OTHER_LINES));
            lines.set(0, lines.getFirst() + "   q ends");
            if (colours) {
                lines.replaceAll(line -> line.startsWith("tenant ") ? BOLD + line + PLAIN : line);
            }
            screen.draw(lines);
        } while (!screen.isLeft(interval));
    }

    private List<String> lines(JobBoard board, LoadWatch watch, int mostTenants) {
        LoadWatch.Reading reading = watch.read(limit != null ? limit : Math.max(1, mostTenants));
        return LoadTable.lines(reading, board.paused(), deadSince);
    }

    private static void print(List<String> lines) {
        lines.forEach(System.out::println);
        System.out.flush();
    }
}
