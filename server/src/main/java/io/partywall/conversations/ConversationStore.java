package io.partywall.conversations;

import static io.partywall.schema.jooq.Tables.CONVERSATIONS;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.access.Person;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.enums.Persona;
import io.partywall.schema.jooq.tables.records.ConversationsRecord;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A member's conversations in the database: everything here begins with whose they are. */
@Component
final class ConversationStore {

    Page<Conversation> list(TenantScope scope, Person person, @Nullable Persona persona, Paging paging) {
        return paging.newestFirst(
                scope.sql()
                        .selectFrom(CONVERSATIONS)
                        .where(CONVERSATIONS.USER_ID.eq(person.id()))
                        .and(persona == null ? DSL.noCondition() : CONVERSATIONS.PERSONA.eq(persona)),
                CONVERSATIONS.ID,
                ConversationStore::conversation);
    }

    /** {@link Refused} where the person has none with this id. */
    Conversation get(TenantScope scope, Person person, UUID id) {
        return found(
                id,
                scope.sql()
                        .selectFrom(CONVERSATIONS)
                        .where(is(person, id))
                        .fetchOptional(ConversationStore::conversation));
    }

    /** The same, held until the transaction ends. */
    Conversation lock(TenantScope scope, Person person, UUID id) {
        return found(
                id,
                scope.sql()
                        .selectFrom(CONVERSATIONS)
                        .where(is(person, id))
                        .forNoKeyUpdate()
                        .fetchOptional(ConversationStore::conversation));
    }

    private static Conversation found(UUID id, Optional<Conversation> conversation) {
        return conversation.orElseThrow(() -> Refused.notFound("conversation", id));
    }

    Conversation create(TenantScope scope, Person person, ConversationDraft draft) {
        return scope.sql()
                .insertInto(CONVERSATIONS)
                .set(CONVERSATIONS.ID, UuidCreator.getTimeOrderedEpoch())
                .set(CONVERSATIONS.USER_ID, person.id())
                .set(CONVERSATIONS.PERSONA, draft.persona())
                .set(CONVERSATIONS.TITLE, draft.titleOrNone())
                .returning()
                .fetchSingle(ConversationStore::conversation);
    }

    Conversation update(TenantScope scope, Person person, UUID id, ConversationDraft draft) {
        return scope.sql()
                .update(CONVERSATIONS)
                .set(CONVERSATIONS.PERSONA, draft.persona())
                .set(CONVERSATIONS.TITLE, draft.titleOrNone())
                .where(is(person, id))
                .returning()
                .fetchSingle(ConversationStore::conversation);
    }

    void delete(TenantScope scope, Person person, UUID id) {
        scope.sql().deleteFrom(CONVERSATIONS).where(is(person, id)).execute();
    }

    private static Condition is(Person person, UUID id) {
        return CONVERSATIONS.USER_ID.eq(person.id()).and(CONVERSATIONS.ID.eq(id));
    }

    private static Conversation conversation(ConversationsRecord row) {
        return new Conversation(
                row.getId(),
                row.getPersona(),
                row.getTitle(),
                row.getCreatedAt().toInstant(),
                row.getUpdatedAt().toInstant());
    }
}
