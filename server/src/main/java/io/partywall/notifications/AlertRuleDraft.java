package io.partywall.notifications;

import io.partywall.http.Refused;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people say of an alert rule. */
record AlertRuleDraft(
        @Nullable UUID kpiId,
        @Nullable @Pattern(regexp = "[a-z][a-z0-9_]{0,62}") String metricCode,
        @NotNull @Valid AlertCondition condition,
        @NotEmpty @Size(max = 10) List<@NotNull Channel> channels,
        @Nullable Instant snoozedUntil,
        @Nullable Boolean enabled) {

    static AlertRuleDraft of(AlertRule rule) {
        return new AlertRuleDraft(
                rule.kpiId(),
                rule.metricCode(),
                rule.condition(),
                rule.channels(),
                rule.snoozedUntil(),
                rule.enabled());
    }

    boolean isEnabledOrNotSaid() {
        return enabled == null || enabled;
    }

    /** What no single value shows. */
    void check() {
        if (kpiId == null && metricCode == null) {
            throw Refused.invalid("/kpi_id", "a rule is about a KPI or a metric: name it in 'kpi_id' or 'metric_code'");
        }
        if (kpiId != null && metricCode != null) {
            throw Refused.invalid("/metric_code", "a rule is about a KPI or a metric, never both");
        }
        if (snoozedUntil != null) {
            int year = snoozedUntil.atOffset(ZoneOffset.UTC).getYear();
            if (year < 1 || year > 9999) {
                throw Refused.invalid("/snoozed_until", "a year has four digits");
            }
        }
    }
}
