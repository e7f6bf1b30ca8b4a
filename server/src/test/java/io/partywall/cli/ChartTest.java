package io.partywall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChartTest {

    @Test
    void aLineGoesFromZeroToTheHighest() {
        assertThat(Chart.line(figures(0, 50, 100))).isEqualTo("▁▅█");
        assertThat(Chart.line(figures(90, 100))).isEqualTo("▇█");
        assertThat(Chart.line(figures(-100, 0, 100))).isEqualTo("▁▅█");
        assertThat(Chart.line(figures(0, 0))).isEqualTo("▁▁");
        assertThat(Chart.line(List.of())).isEmpty();
    }

    @Test
    void aBarIsAsLongAsItsShareToAnEighth() {
        assertThat(bar(100)).isEqualTo("████");
        assertThat(bar(50)).isEqualTo("██");
        assertThat(bar(4)).isEqualTo("▏");
        assertThat(bar(0)).isEmpty();
        assertThat(bar(-5)).isEmpty();
        assertThat(bar(500)).isEqualTo("████");
    }

    private static String bar(long figure) {
        return Chart.bar(BigDecimal.valueOf(figure), BigDecimal.valueOf(100), 4);
    }

    private static List<BigDecimal> figures(long... figures) {
        return Arrays.stream(figures).mapToObj(BigDecimal::valueOf).toList();
    }
}
