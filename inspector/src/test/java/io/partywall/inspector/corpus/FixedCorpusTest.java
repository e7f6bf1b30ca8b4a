package io.partywall.inspector.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.inspector.Inspector;
import io.partywall.inspector.Options;
import io.partywall.inspector.Report;
import io.partywall.inspector.finding.Finding;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.fix.Fix;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The migration that the inspector writes is run: what it says it closes is gone, and nothing bad has come instead. */
class FixedCorpusTest {

    static Stream<LabelledSchema> schemas() {
        return LabelledSchema.all("hostile");
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void closesWhatItSaysItCloses(LabelledSchema schema) {
        try (LoadedSchema loaded = LoadedSchema.load(schema)) {
            Options options = loaded.options();
            Report before = Inspector.inspect(loaded.superuser(), options);
            Fix fix = Fix.of(before);
            fix.statements().forEach(loaded::execute);
            Report after = Inspector.inspect(loaded.superuser(), options);
            List<String> were =
                    before.findings().stream().map(Finding::identity).toList();

            List<String> closed = fix.closed().stream().map(Finding::identity).toList();

            assertThat(after.findings()).extracting(Finding::identity).noneMatch(closed::contains);
            assertThat(after.findings())
                    .filteredOn(f -> f.severity().compareTo(Severity.HIGH) >= 0)
                    // A4 says more than A5 of the same table: once it is forced, its owner is still its owner.
                    .filteredOn(f -> !(f.check().equals("A5") && were.contains("A4 " + f.object())))
                    .extracting(Finding::identity)
                    .isSubsetOf(were);
        }
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void everyFindingsQueryShowsSomething(LabelledSchema schema) {
        try (LoadedSchema loaded = LoadedSchema.load(schema)) {
            assertThat(Inspector.inspect(loaded.superuser(), loaded.options()).findings())
                    .allSatisfy(finding -> assertThat(loaded.query(finding.query()))
                            .as("%s", finding.query())
                            .isNotEmpty());
        }
    }
}
