package io.partywall.goals;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GoalProgressTest {

    @Test
    void aKpiHasComeAsFarAsItIsFromItsBaselineToItsTarget() {
        assertThat(of(kpi("100", "100", "200", "1"))).isEqualTo("0.0000");
        assertThat(of(kpi("125", "100", "200", "1"))).isEqualTo("0.2500");
        assertThat(of(kpi("200", "100", "200", "1"))).isEqualTo("1.0000");
        assertThat(of(kpi("-5", "-10", "10", "1"))).isEqualTo("0.2500");
    }

    @Test
    void whereLessIsBetterTheWayGoesDown() {
        assertThat(of(kpi("8", "10", "5", "1"))).isEqualTo("0.4000");
        assertThat(of(kpi("12", "10", "5", "1"))).isEqualTo("0.0000");
        assertThat(of(kpi("3", "10", "5", "1"))).isEqualTo("1.0000");
    }

    @Test
    void nothingIsBelowItsBaselineOrBeyondItsTarget() {
        assertThat(of(kpi("-1000", "0", "10", "1"))).isEqualTo("0.0000");
        assertThat(of(kpi("1000", "0", "10", "1"))).isEqualTo("1.0000");
    }

    @Test
    void aKpiWithoutAWayHasNoProgress() {
        assertThat(GoalProgress.of(kpi("5", null, "10", "1"))).isNull();
        assertThat(GoalProgress.of(kpi("5", "0", null, "1"))).isNull();
        assertThat(GoalProgress.of(kpi("5", "10", "10.00", "1"))).isNull();
    }

    @Test
    void aGoalIsTheWeightedMeanOfItsKpis() {
        assertThat(of(kpi("10", "0", "10", "3"), kpi("0", "0", "10", "1"))).isEqualTo("0.7500");
        assertThat(of(kpi("5", "0", "10", "0.5"), kpi("8", "10", "5", "0.5"))).isEqualTo("0.4500");
    }

    @Test
    void whatIsBeyondATargetDoesNotMakeUpForAnother() {
        assertThat(of(kpi("1000", "0", "10", "1"), kpi("0", "0", "10", "1"))).isEqualTo("0.5000");
    }

    @Test
    void aKpiWithoutProgressCountsNeitherForNorAgainst() {
        assertThat(of(kpi("5", "0", "10", "1"), kpi("5", null, null, "9"))).isEqualTo("0.5000");
        assertThat(GoalProgress.of(List.of(kpi("5", null, null, "9")))).isNull();
        assertThat(GoalProgress.of(List.of())).isNull();
    }

    @Test
    void figuresAreRoundedOnceAndHalfToEven() {
        assertThat(of(kpi("0.00005", "0", "1", "1"))).isEqualTo("0.0000");
        assertThat(of(kpi("0.00015", "0", "1", "1"))).isEqualTo("0.0002");
        assertThat(of(kpi("1", "0", "3", "1"), kpi("1", "0", "3", "1"), kpi("1", "0", "3", "1")))
                .isEqualTo("0.3333");
        assertThat(of(kpi("0.00004", "0", "1", "1"), kpi("0.00014", "0", "1", "1")))
                .isEqualTo("0.0001");
    }

    private static String of(GoalKpi kpi) {
        return String.valueOf(GoalProgress.of(kpi));
    }

    private static String of(GoalKpi... kpis) {
        return String.valueOf(GoalProgress.of(List.of(kpis)));
    }

    private static GoalKpi kpi(String current, @Nullable String baseline, @Nullable String target, String weight) {
        return new GoalKpi(
                new UUID(0, 0),
                "a KPI",
                new BigDecimal(current),
                new BigDecimal(weight),
                baseline == null ? null : new BigDecimal(baseline),
                target == null ? null : new BigDecimal(target));
    }
}
