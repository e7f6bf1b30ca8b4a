package io.partywall.knowledge;

import io.partywall.http.Resource;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A piece of what a tenant knows.
 *
 * @param shared whether it is the platform's, which every tenant reads
 * @param embeddingModel by which its meaning was made a vector; null where it was not yet
 */
record KnowledgeEntry(
        UUID id,
        boolean shared,
        String title,
        String content,
        @Nullable String source,
        String language,
        @Nullable String embeddingModel,
        ObjectNode metadata,
        Instant createdAt,
        Instant updatedAt)
        implements Resource {

    @Override
    public Object key() {
        return id;
    }
}
