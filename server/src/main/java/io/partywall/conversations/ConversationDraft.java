package io.partywall.conversations;

import io.partywall.schema.jooq.enums.Persona;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What people say of a conversation. */
record ConversationDraft(
        @NotNull Persona persona, @Nullable @Size(max = 200) String title) {

    static ConversationDraft of(Conversation conversation) {
        return new ConversationDraft(conversation.persona(), conversation.title());
    }

    String titleOrNone() {
        return title == null ? "" : title.strip();
    }
}
