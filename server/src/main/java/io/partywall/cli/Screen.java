package io.partywall.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The whole of a terminal, drawn again and again; what was there before comes back when it is closed, however that comes
 * about. For one thread.
 */
final class Screen implements AutoCloseable {

    private static final String ENTER = "\u001b[?1049h\u001b[?25l";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final String TOP = "\u001b[H";
    private static final String ERASE_REST_OF_LINE = "\u001b[K";
    private static final String ERASE_BELOW = "\u001b[J";
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int DEFAULT_HEIGHT = 24;

    private final PrintStream out;
    private final Optional<String> before;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread onExit = new Thread(this::leave, "partywall-screen");

    private Screen(PrintStream out) {
        this.out = out;
        this.before = stty("-g");
        // Keys come one by one, and are not shown.
        stty("-icanon", "-echo");
        out.print(ENTER);
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    /** Takes the terminal, where a person sits at one. */
    static Optional<Screen> open() {
        return Terminal.isInteractive() ? Optional.of(new Screen(System.out)) : Optional.empty();
    }

    /** How many lines it has. */
    int height() {
        return stty("size")
                .map(size -> Integer.parseInt(size.split(" ", 2)[0]))
                .filter(height -> height > 0)
                .orElse(DEFAULT_HEIGHT);
    }

    /** Shows these lines, in one go, so that nothing flickers. */
    void draw(List<String> lines) {
        StringBuilder text = new StringBuilder(TOP);
        for (int i = 0; i < lines.size(); i++) {
            text.append(i == 0 ? "" : "\r\n").append(lines.get(i)).append(ERASE_REST_OF_LINE);
        }
        out.print(text.append(ERASE_BELOW));
        out.flush();
    }

    /** Waits, and says whether somebody pressed q meanwhile. */
    boolean isLeft(Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        do {
            while (System.in.available() > 0) {
                int key = System.in.read();
                if (key == 'q' || key == 'Q') {
                    return true;
                }
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(LOOK.toNanos(), Math.max(0, end - System.nanoTime())));
        } while (System.nanoTime() - end < 0);
        return false;
    }

    @Override
    public void close() {
        leave();
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException exiting) {
            // The hook runs already and finds nothing left to do.
        }
    }

    private void leave() {
        if (closed.compareAndSet(false, true)) {
            out.print(LEAVE);
            out.flush();
            before.ifPresent(Screen::stty);
        }
    }

    /** What {@code stty} says; nothing where there is none, or it fails. */
    private static Optional<String> stty(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "stty";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.of(said.strip()) : Optional.empty();
        } catch (IOException absent) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
