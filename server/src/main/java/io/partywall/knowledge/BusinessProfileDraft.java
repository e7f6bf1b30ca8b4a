package io.partywall.knowledge;

import io.partywall.values.Small;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a tenant says of itself. */
record BusinessProfileDraft(
        @Nullable @Size(max = 100) String industry,
        @Nullable @Size(max = 100) String size,
        @Nullable @Size(max = 100) String stage,
        @Nullable @Size(max = 5_000) String description,
        @Nullable @Size(max = 50) List<@NotBlank @Size(max = 500) String> goals,
        @Nullable @Size(max = 2_000) String targetMarket,
        @Nullable @Size(max = 100) List<@NotBlank @Size(max = 200) String> competitors,
        @Nullable @Small ObjectNode metadata) {

    static BusinessProfileDraft of(BusinessProfile profile) {
        return new BusinessProfileDraft(
                profile.industry(),
                profile.size(),
                profile.stage(),
                profile.description(),
                profile.goals(),
                profile.targetMarket(),
                profile.competitors(),
                profile.metadata());
    }

    List<String> goalsOrNone() {
        return Objects.requireNonNullElse(goals, List.of());
    }

    List<String> competitorsOrNone() {
        return Objects.requireNonNullElse(competitors, List.of());
    }
}
