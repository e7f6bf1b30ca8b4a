package io.partywall.connectors.onlineretail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OccurrencesTest {

    private static final long IN_A_FILE_SOON = 1 << 15;
    private static final long ON_THE_HEAP = 1 << 20;

    @ParameterizedTest
    @ValueSource(longs = {IN_A_FILE_SOON, ON_THE_HEAP})
    void itCountsAsAMapWouldInAnyOrder(long mostHeapSlots) {
        SplittableRandom random = new SplittableRandom(7);
        Map<String, Integer> expected = new HashMap<>();
        try (Occurrences occurrences = new Occurrences(mostHeapSlots)) {
            for (int i = 0; i < 100_000; i++) {
                String invoice = Integer.toString(random.nextInt(20_000));
                String stockCode = "S" + random.nextInt(3);

                assertThat(occurrences.next(invoice, stockCode))
                        .isEqualTo(expected.merge(invoice + "/" + stockCode, 1, Integer::sum));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {IN_A_FILE_SOON, ON_THE_HEAP})
    void aMillionLinesOfOnePairAreNumberedInTurn(long mostHeapSlots) {
        try (Occurrences occurrences = new Occurrences(mostHeapSlots)) {
            int last = 0;
            for (int i = 0; i < 1_000_000; i++) {
                last = occurrences.next("1", "A");
            }
            assertThat(last).isEqualTo(1_000_000);
            assertThat(occurrences.next("1A", "")).isEqualTo(1);
            assertThat(occurrences.next("", "1A")).isEqualTo(1);
        }
    }
}
