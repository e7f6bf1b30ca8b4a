package io.partywall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final AtomicLong clock = new AtomicLong();

    @Test
    void aLogGetsAPlainLineEveryFiveSecondsAndOneAtTheEndHoweverOftenItIsTold() {
        try (Progress progress = progress(false)) {
            for (int done = 0; done <= 1000; done++) {
                progress.at(done, "day.csv");
                clock.addAndGet(Duration.ofMillis(11).toNanos());
            }
        }

        assertThat(output())
                .isEqualTo("importing: 45 %, day.csv\nimporting: 91 %, day.csv\nimporting: 100 %, day.csv\n");
    }

    @Test
    void aTerminalGetsABarThatIsGoneAtTheEnd() {
        try (Progress progress = progress(true)) {
            clock.addAndGet(Duration.ofMillis(100).toNanos());
            progress.at(500, "day.csv");
            progress.at(501, "too soon");
        }

        assertThat(output())
                .isEqualTo("\r\u001b[Kimporting ▕" + "█".repeat(15) + " ".repeat(15) + "▏  50 %  day.csv\r\u001b[K");
    }

    @Test
    void aQuickCommandShowsNothingOnATerminal() {
        try (Progress progress = progress(true)) {
            progress.at(1000, "done");
        }

        assertThat(output()).isEmpty();
    }

    private Progress progress(boolean terminal) {
        PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
        return new Progress(out, terminal, clock::get, "importing", 1000);
    }

    private String output() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
