package io.partywall.insights;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Something that could be done about an insight. */
record ActionItem(
        @NotBlank @Size(max = 300) String title,
        @NotNull Priority priority,
        @Nullable LocalDate dueDate) {

    enum Priority {
        LOW,
        MEDIUM,
        HIGH
    }
}
