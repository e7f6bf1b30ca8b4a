package io.partywall.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.inspector.check.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/reference/inspector-checks.md lists the checks that there are; {@code -Dreference=write} writes it anew. */
class ChecksReferenceTest {

    private static final Path REFERENCE = Path.of("../docs/reference/inspector-checks.md");

    private static final String HEAD = """
        # What the inspector checks

        Generated from the checks themselves (`inspector/src/main/java/io/partywall/inspector/check`). The severity is the usual
        one; a finding may say another. `--probe` adds what it saw on the live database, as L1 to L10.

        | id | severity | finding | why it matters |
        |---|---|---|---|
        """;

    @Test
    void theReferenceListsTheChecks() throws IOException {
        String written = HEAD
                + Checks.all().stream()
                        .sorted(Comparator.comparing(Check::id, CheckOrder.INSTANCE))
                        .map(c -> "| %s | %s | %s | %s |\n"
                                .formatted(c.id(), c.severity().label(), c.title(), c.explanation()))
                        .collect(Collectors.joining());
        if (System.getProperty("reference", "").equals("write")) {
            Files.createDirectories(REFERENCE.toAbsolutePath().getParent());
            Files.writeString(REFERENCE, written);
        }

        assertThat(Files.readString(REFERENCE)).isEqualTo(written);
    }

    @Test
    void noTwoChecksHaveOneId() {
        assertThat(Checks.all()).extracting(Check::id).doesNotHaveDuplicates();
    }
}
