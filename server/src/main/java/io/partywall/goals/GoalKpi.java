package io.partywall.goals;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A KPI that a goal is measured by.
 *
 * @param baseline the KPI's value where progress is 0
 * @param target the KPI's value where progress is 1
 */
record GoalKpi(
        UUID kpiId,
        String name,
        BigDecimal currentValue,
        BigDecimal weight,
        @Nullable BigDecimal baseline,
        @Nullable BigDecimal target) {

    /** From 0 to 1; null where the goal does not say from where to where. */
    @JsonProperty
    @Nullable
    BigDecimal progress() {
        return GoalProgress.of(this);
    }
}
