package io.partywall.conversations;

import static io.partywall.schema.jooq.Tables.MESSAGES;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.http.Json;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.enums.MessageRole;
import io.partywall.schema.jooq.tables.records.MessagesRecord;
import java.util.List;
import org.springframework.stereotype.Component;

/** Messages in the database. Whoever asks shows the conversation: so nobody gets here past its member. */
@Component
final class MessageStore {

    Page<Message> list(TenantScope scope, Conversation conversation, Paging paging) {
        return paging.by(
                scope.sql().selectFrom(MESSAGES).where(MESSAGES.CONVERSATION_ID.eq(conversation.id())),
                List.of(MESSAGES.CREATED_AT.asc(), MESSAGES.ID.asc()),
                MessageStore::message);
    }

    Message add(TenantScope scope, Conversation conversation, MessageDraft draft) {
        return scope.sql()
                .insertInto(MESSAGES)
                .set(MESSAGES.ID, UuidCreator.getTimeOrderedEpoch())
                .set(MESSAGES.CONVERSATION_ID, conversation.id())
                .set(MESSAGES.ROLE, MessageRole.USER)
                .set(MESSAGES.CONTENT, draft.content())
                .returning()
                .fetchSingle(MessageStore::message);
    }

    private static Message message(MessagesRecord row) {
        return new Message(
                row.getId(),
                row.getRole(),
                row.getContent(),
                Json.mapper().readTree(row.getCitations().data()),
                row.getTokens(),
                row.getCreatedAt().toInstant());
    }
}
