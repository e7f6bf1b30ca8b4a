package io.partywall.knowledge;

import io.partywall.values.Small;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What people write into an entry. */
record KnowledgeDraft(
        @NotBlank @Size(max = 300) String title,
        @NotBlank @Size(max = 100_000) String content,
        @Nullable @Size(max = 1_000) String source,

        @Nullable @Pattern(regexp = "[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
        String language,

        @Nullable @Small ObjectNode metadata) {

    static KnowledgeDraft of(KnowledgeEntry entry) {
        return new KnowledgeDraft(entry.title(), entry.content(), entry.source(), entry.language(), entry.metadata());
    }

    String languageOrEnglish() {
        return Objects.requireNonNullElse(language, "en");
    }
}
