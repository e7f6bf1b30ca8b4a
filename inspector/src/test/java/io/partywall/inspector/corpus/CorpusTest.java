package io.partywall.inspector.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.inspector.Inspector;
import io.partywall.inspector.Report;
import io.partywall.inspector.finding.Finding;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Precision and recall on labelled schemas: every finding that is right, at its object, and no other. */
class CorpusTest {

    private static int right;
    private static int falseAlarms;
    private static int missed;
    private static int schemas;

    static Stream<LabelledSchema> schemas() {
        return Stream.of("hostile", "correct").flatMap(LabelledSchema::all);
    }

    @AfterAll
    static void printPrecisionAndRecall() {
        System.out.printf(
                Locale.ROOT,
                "corpus: %d schemas, %d findings; precision %.1f %%, recall %.1f %%%n",
                schemas,
                right,
                100.0 * right / (right + falseAlarms),
                100.0 * right / (right + missed));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void findsWhatIsThereAndNothingElse(LabelledSchema schema) {
        try (LoadedSchema loaded = LoadedSchema.load(schema)) {
            Report report = Inspector.inspect(loaded.superuser(), loaded.options());
            Set<String> found =
                    report.findings().stream().map(Finding::identity).collect(Collectors.toCollection(TreeSet::new));
            count(schema.expected(), found);

            assertThat(found)
                    .as("assumed: %s", report.assumptions().reasons())
                    .containsExactlyInAnyOrderElementsOf(schema.expected());
        }
    }

    private static void count(Set<String> expected, Set<String> found) {
        schemas++;
        right += (int) found.stream().filter(expected::contains).count();
        falseAlarms += (int) found.stream().filter(f -> !expected.contains(f)).count();
        missed += (int) expected.stream().filter(e -> !found.contains(e)).count();
    }
}
