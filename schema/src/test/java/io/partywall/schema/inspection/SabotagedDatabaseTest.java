package io.partywall.schema.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.inspector.finding.Finding;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Protections are taken away one at a time: the inspector names each, and nothing else. */
class SabotagedDatabaseTest {

    static Stream<Sabotage> sabotages() {
        int version;
        try (OurDatabase ours = OurDatabase.open()) {
            version = ours.majorVersion();
        }
        return Sabotage.all().filter(s -> s.from() <= version);
    }

    static Stream<Sabotage> holes() {
        return sabotages().filter(s -> !s.walks().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("holes")
    void isWalkedThrough(Sabotage sabotage) {
        try (OurDatabase ours = OurDatabase.open().populated()) {
            try {
                ours.execute(sabotage.sql());

                assertThat(ours.probe().findings()).extracting(Finding::check).contains(sabotage.walks());
            } finally {
                ours.execute(sabotage.undo());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sabotages")
    void isNamed(Sabotage sabotage) {
        try (OurDatabase ours = OurDatabase.open()) {
            try {
                ours.execute(sabotage.sql());

                assertThat(ours.inspect().findings())
                        .extracting(Finding::identity)
                        .containsExactlyInAnyOrderElementsOf(sabotage.finds());
            } finally {
                ours.execute(sabotage.undo());
            }
        }
    }
}
