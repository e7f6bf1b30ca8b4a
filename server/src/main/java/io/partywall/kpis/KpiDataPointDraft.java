package io.partywall.kpis;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What people say of a data point. */
record KpiDataPointDraft(
        @NotNull BigDecimal value,
        @NotNull Instant timestamp,
        @Nullable @Pattern(regexp = "\\S(.{0,98}\\S)?") String source) {

    String sourceOrManual() {
        return Objects.requireNonNullElse(source, "manual");
    }
}
