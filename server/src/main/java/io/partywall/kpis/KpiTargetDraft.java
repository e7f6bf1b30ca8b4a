package io.partywall.kpis;

import io.partywall.http.Refused;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.time.LocalDate;

/** What people say of a target. */
record KpiTargetDraft(
        @NotNull LocalDate from,
        @NotNull LocalDate to,
        @NotNull BigDecimal value) {

    static KpiTargetDraft of(KpiTarget target) {
        return new KpiTargetDraft(target.from(), target.to(), target.value());
    }

    /** Refuses what contradicts itself. */
    void check() {
        if (to.isBefore(from)) {
            throw Refused.invalid("/to", "a period does not end before its first day, " + from);
        }
    }
}
