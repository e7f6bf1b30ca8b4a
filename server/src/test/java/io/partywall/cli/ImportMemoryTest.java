package io.partywall.cli;

import static io.partywall.cli.Workplace.counts;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file streams through: a fifth of the promised heap is enough for a file whose text alone would be larger. */
class ImportMemoryTest {

    private static final int LINES = 120_000;
    private static final String DESCRIPTION = "a description that is there for its length ".repeat(10);

    @Test
    void aFileThatIsLargerThanTheHeapIsImported(@TempDir Path directory) throws Exception {
        try (Workplace workplace = new Workplace(directory)) {
            workplace.tenant("acme");
            Path file = write(workplace.file("large.csv"));
            assertThat(Files.size(file)).isGreaterThan(52L << 20);

            Command.Result result =
                    workplace.partywall.withHeap("52m").run("import", "--tenant", "acme", file.toString());

            assertThat(counts(result)).containsEntry("inserted", (long) LINES);
            assertThat(result.err()).matches("(import into acme: \\d+ %, file 1 of 1: large.csv\n)+");
        }
    }

    private static Path write(Path file) throws IOException {
        String header = Files.readString(file).strip();
        try (Writer writer = Files.newBufferedWriter(file)) {
            writer.write(header + "\n");
            for (int line = 0; line < LINES; line++) {
                writer.write("%d,S%d,%s,1,2011-01-%02d 12:00:00,1.00,%d,Spain\n"
                        .formatted(line / 10, line, DESCRIPTION, 1 + line * 28 / LINES, line % 1000));
            }
        }
        return file;
    }
}
