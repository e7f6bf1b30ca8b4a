package io.partywall.metrics;

import io.partywall.values.Small;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people say of a version of a metric.
 *
 * @param effectiveAt now where it is not said
 */
record MetricDraft(
        @NotNull @Pattern(regexp = "[a-z][a-z0-9_]{0,62}") String code,
        @NotBlank @Size(max = 200) String name,
        @Nullable @Size(max = 4_000) String description,
        @Nullable @Small ObjectNode formula,
        @Nullable Instant effectiveAt) {

    /** What the next version begins with. */
    static MetricDraft of(MetricDefinition definition) {
        return new MetricDraft(
                definition.code(), definition.name(), definition.description(), definition.formula(), null);
    }

    String descriptionOrNone() {
        return description == null ? "" : description;
    }
}
