package io.partywall.conversations;

import io.partywall.http.Resource;
import io.partywall.schema.jooq.enums.Persona;
import java.time.Instant;
import java.util.UUID;

/**
 * A talk of the member who reads it with an adviser.
 *
 * @param updatedAt when its title or persona was changed; what is said in it changes messages only
 */
record Conversation(UUID id, Persona persona, String title, Instant createdAt, Instant updatedAt) implements Resource {

    @Override
    public Object key() {
        return id;
    }
}
