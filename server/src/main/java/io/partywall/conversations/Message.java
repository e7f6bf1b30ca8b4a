package io.partywall.conversations;

import io.partywall.schema.jooq.enums.MessageRole;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * What was said in a conversation.
 *
 * @param citations the knowledge that an answer rests on
 * @param tokens what the answer took
 */
record Message(UUID id, MessageRole role, String content, JsonNode citations, int tokens, Instant createdAt) {}
