package io.partywall.kpis;

import io.partywall.schema.jooq.enums.KpiCategory;
import io.partywall.schema.jooq.enums.KpiDirection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What people say of a KPI. */
record KpiDraft(
        @NotBlank @Size(max = 200) String name,
        @Nullable @Size(max = 2_000) String description,
        @Nullable BigDecimal targetValue,
        @Nullable @Size(max = 40) String unit,
        @Nullable KpiCategory category,
        @Nullable KpiDirection direction,
        @Nullable @Pattern(regexp = "[a-z][a-z0-9_]{0,62}") String metricCode,
        @Nullable Boolean isActive) {

    static KpiDraft of(Kpi kpi) {
        return new KpiDraft(
                kpi.name(),
                kpi.description(),
                kpi.targetValue(),
                kpi.unit(),
                kpi.category(),
                kpi.direction(),
                kpi.metricCode(),
                kpi.isActive());
    }

    KpiCategory categoryOrOther() {
        return Objects.requireNonNullElse(category, KpiCategory.OTHER);
    }

    KpiDirection directionOrUp() {
        return Objects.requireNonNullElse(direction, KpiDirection.UP);
    }

    boolean isActiveOrNotSaid() {
        return isActive == null || isActive;
    }
}
