package io.partywall.benchmarks.api;

import io.partywall.schema.jooq.enums.KpiCategory;
import io.partywall.schema.jooq.enums.KpiDirection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What people say of a KPI, checked as the platform checks it. */
record PlainKpiDraft(
        @NotBlank @Size(max = 200) String name,
        @Nullable @Size(max = 2_000) String description,
        @Nullable BigDecimal targetValue,
        @Nullable @Size(max = 40) String unit,
        KpiCategory category,
        KpiDirection direction,
        @Nullable @Pattern(regexp = "[a-z][a-z0-9_]{0,62}") String metricCode,
        boolean isActive) {

    static PlainKpiDraft of(PlainKpi kpi) {
        return new PlainKpiDraft(
                kpi.name(),
                kpi.description(),
                kpi.targetValue(),
                kpi.unit(),
                KpiCategory.valueOf(kpi.category()),
                KpiDirection.valueOf(kpi.direction()),
                kpi.metricCode(),
                kpi.isActive());
    }
}
