package io.partywall.conversations;

import static io.partywall.access.Permission.CONVERSATIONS_READ;
import static io.partywall.access.Permission.CONVERSATIONS_WRITE;

import io.partywall.access.Caller;
import io.partywall.access.Requires;
import io.partywall.http.IfMatch;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Patch;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.enums.Persona;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/conversations")
@Tag(name = "conversations", description = "The caller's talks with advisers, and nobody else's")
final class ConversationController {

    private final ConversationStore conversations;
    private final MessageStore messages;

    ConversationController(ConversationStore conversations, MessageStore messages) {
        this.conversations = conversations;
        this.messages = messages;
    }

    @GetMapping
    @Requires(CONVERSATIONS_READ)
    @Operation(summary = "List your conversations, the newest first")
    Page<Conversation> list(TenantScope scope, Caller caller, @RequestParam @Nullable Persona persona, Paging paging) {
        return conversations.list(scope, caller.person(), persona, paging);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(CONVERSATIONS_WRITE)
    @Operation(summary = "Begin a conversation")
    Conversation create(TenantScope scope, Caller caller, @RequestBody @Valid ConversationDraft draft) {
        return conversations.create(scope, caller.person(), draft);
    }

    @GetMapping("/{id}")
    @Requires(CONVERSATIONS_READ)
    @Operation(summary = "Read what one of your conversations is about")
    Conversation get(TenantScope scope, Caller caller, @PathVariable UUID id) {
        return conversations.get(scope, caller.person(), id);
    }

    @PatchMapping("/{id}")
    @Requires(CONVERSATIONS_WRITE)
    @Operation(summary = "Change the title or the persona of one of your conversations")
    Conversation update(
            TenantScope scope, Caller caller, @PathVariable UUID id, Patch<ConversationDraft> patch, IfMatch ifMatch) {
        Conversation conversation = conversations.lock(scope, caller.person(), id);
        ifMatch.check(conversation);
        return conversations.update(scope, caller.person(), id, patch.applyTo(ConversationDraft.of(conversation)));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(CONVERSATIONS_WRITE)
    @Operation(summary = "Delete one of your conversations with all that was said in it")
    void delete(TenantScope scope, Caller caller, @PathVariable UUID id, IfMatch ifMatch) {
        ifMatch.check(conversations.lock(scope, caller.person(), id));
        conversations.delete(scope, caller.person(), id);
    }

    @GetMapping("/{id}/messages")
    @Requires(CONVERSATIONS_READ)
    @Operation(summary = "List what was said in one of your conversations, the oldest first")
    Page<Message> messages(TenantScope scope, Caller caller, @PathVariable UUID id, Paging paging) {
        return messages.list(scope, conversations.get(scope, caller.person(), id), paging);
    }

    @PostMapping("/{id}/messages")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(CONVERSATIONS_WRITE)
    @Operation(summary = "Say something in one of your conversations")
    Message say(TenantScope scope, Caller caller, @PathVariable UUID id, @RequestBody @Valid MessageDraft draft) {
        return messages.add(scope, conversations.get(scope, caller.person(), id), draft);
    }
}
