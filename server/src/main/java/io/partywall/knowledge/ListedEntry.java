package io.partywall.knowledge;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An entry in a list: a page of whole ones could be as large as a book.
 *
 * @param excerpt the beginning of its content
 */
record ListedEntry(
        UUID id,
        boolean shared,
        String title,
        String excerpt,
        @Nullable String source,
        String language,
        @Nullable String embeddingModel,
        ObjectNode metadata,
        Instant createdAt,
        Instant updatedAt) {}
