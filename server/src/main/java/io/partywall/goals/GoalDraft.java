package io.partywall.goals;

import io.partywall.http.Refused;
import io.partywall.schema.jooq.enums.GoalStatus;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people say of a goal. */
record GoalDraft(
        @NotBlank @Size(max = 200) String title,
        @Nullable @Size(max = 2_000) String description,
        @Nullable LocalDate startDate,
        @Nullable LocalDate targetDate,
        @Nullable GoalStatus status,
        @Nullable @Size(max = 50) List<@NotNull @Valid Measure> kpis) {

    /** What people say of a KPI in a goal. */
    record Measure(
            @NotNull UUID kpiId,
            @Nullable @Positive BigDecimal weight,
            @Nullable BigDecimal baseline,
            @Nullable BigDecimal target) {

        BigDecimal weightOrOne() {
            return Objects.requireNonNullElse(weight, BigDecimal.ONE);
        }
    }

    static GoalDraft of(Goal goal) {
        return new GoalDraft(
                goal.title(),
                goal.description(),
                goal.startDate(),
                goal.targetDate(),
                goal.status(),
                goal.kpis().stream()
                        .map(kpi -> new Measure(kpi.kpiId(), kpi.weight(), kpi.baseline(), kpi.target()))
                        .toList());
    }

    GoalStatus statusOrActive() {
        return Objects.requireNonNullElse(status, GoalStatus.ACTIVE);
    }

    List<Measure> kpisOrNone() {
        return Objects.requireNonNullElse(kpis, List.of());
    }

    /** Refuses what contradicts itself. */
    void check() {
        if (startDate != null && targetDate != null && targetDate.isBefore(startDate)) {
            throw Refused.invalid("/target_date", "a goal is to be reached after its start, " + startDate);
        }
        Set<UUID> named = new HashSet<>();
        List<Refused.Fault> twice = new ArrayList<>();
        for (int i = 0; i < kpisOrNone().size(); i++) {
            if (!named.add(kpisOrNone().get(i).kpiId())) {
                twice.add(new Refused.Fault("/kpis/" + i + "/kpi_id", "a goal names each KPI once"));
            }
        }
        if (!twice.isEmpty()) {
            throw Refused.invalid(twice);
        }
    }
}
