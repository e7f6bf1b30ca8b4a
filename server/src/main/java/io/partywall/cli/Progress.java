package io.partywall.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far a long command is: a bar that redraws itself on a terminal, and a plain line now and then and at the end anywhere
 * else, so that a log stays short. Not for several threads at once.
 */
final class Progress implements AutoCloseable {

    private static final Duration REDRAW = Duration.ofMillis(100);
    private static final Duration NEXT_LINE = Duration.ofSeconds(5);
    private static final int BAR_WIDTH = 30;
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier nanoClock;
    private final String what;
    private final long total;
    private long shownAt;
    private boolean shown;
    private @Nullable Runnable unshown;

    Progress(PrintStream out, boolean terminal, LongSupplier nanoClock, String what, long total) {
        this.out = out;
        this.terminal = terminal;
        this.nanoClock = nanoClock;
        this.what = what;
        this.total = total;
        this.shownAt = nanoClock.getAsLong();
    }

    /** On standard error, where a person watches it or a log keeps it. */
    @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is no terminal
    static Progress of(String what, long total) {
        var console = System.console();
        boolean terminal = console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
        return new Progress(System.err, terminal, System::nanoTime, what, total);
    }

    /** Tells how much is done; cheap to call often. The note says more, such as the file at hand. */
    void at(long done, String note) {
        long now = nanoClock.getAsLong();
        Duration since = Duration.ofNanos(now - shownAt);
        if (since.compareTo(terminal ? REDRAW : NEXT_LINE) >= 0) {
            shownAt = now;
            shown = true;
            unshown = null;
            show(done, note);
        } else {
            unshown = () -> show(done, note);
        }
    }

    /** Erases the bar, for what was done is the command's to say; a log gets how far it came. */
    @Override
    public void close() {
        if (terminal && shown) {
            out.print(ERASE_LINE);
            out.flush();
        } else if (!terminal && unshown != null) {
            unshown.run();
        }
    }

    private void show(long done, String note) {
        double share = total <= 0 ? 1 : Math.clamp((double) done / total, 0, 1);
        String percent = String.format(Locale.ROOT, "%3d %%", (int) (share * 100));
        if (terminal) {
            int filled = (int) (share * BAR_WIDTH);
            out.print(ERASE_LINE + what + " ▕" + "█".repeat(filled) + " ".repeat(BAR_WIDTH - filled) + "▏ " + percent
                    + "  " + note);
        } else {
            out.println(what + ": " + percent.strip() + ", " + note);
        }
        out.flush();
    }
}
