package io.partywall.insights;

import io.partywall.http.Refused;
import io.partywall.schema.jooq.enums.InsightSeverity;
import io.partywall.values.Small;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What is said in an insight. */
record InsightDraft(
        @NotNull @Pattern(regexp = "[a-z][a-z0-9-]{0,62}") String moduleSlug,
        @NotNull InsightSeverity severity,
        @NotBlank @Size(max = 2_000) String summary,
        @Nullable @Size(max = 20) List<@NotBlank @Size(max = 500) String> highlights,
        @Nullable @Size(max = 20) List<@NotNull @Valid ActionItem> actionItems,
        @Nullable @DecimalMin("0") @DecimalMax("100") BigDecimal score,
        @Nullable LocalDate periodFrom,
        @Nullable LocalDate periodTo,
        @Nullable @Small ObjectNode metadata) {

    static InsightDraft of(Insight insight) {
        return new InsightDraft(
                insight.moduleSlug(),
                insight.severity(),
                insight.summary(),
                insight.highlights(),
                insight.actionItems(),
                insight.score(),
                insight.periodFrom(),
                insight.periodTo(),
                insight.metadata());
    }

    List<String> highlightsOrNone() {
        return Objects.requireNonNullElse(highlights, List.of());
    }

    List<ActionItem> actionItemsOrNone() {
        return Objects.requireNonNullElse(actionItems, List.of());
    }

    /** What no constraint of a single value says. */
    void check() {
        List<ActionItem> items = actionItemsOrNone();
        for (int i = 0; i < items.size(); i++) {
            LocalDate due = items.get(i).dueDate();
            if (due != null && !Period.isDay(due)) {
                throw Refused.invalid("/action_items/" + i + "/due_date", "a year has four digits");
            }
        }
    }
}
