package io.partywall.notifications;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * When a figure is worth telling.
 *
 * @param overDays how many days are looked at; null where it is up to whoever judges it
 */
record AlertCondition(
        @NotNull Operator operator,
        @NotNull BigDecimal value,
        @Nullable @Min(1) @Max(366) Integer overDays) {

    enum Operator {
        ABOVE,
        BELOW,
        CHANGES_BY_PERCENT
    }
}
