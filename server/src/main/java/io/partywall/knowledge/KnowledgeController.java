package io.partywall.knowledge;

import static io.partywall.access.Permission.KNOWLEDGE_READ;
import static io.partywall.access.Permission.KNOWLEDGE_WRITE;

import io.partywall.access.Requires;
import io.partywall.http.IfMatch;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.Patch;
import io.partywall.isolation.TenantScope;
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
@RequestMapping("/api/knowledge")
@Tag(name = "knowledge", description = "What a tenant knows, with what the platform shares with all")
final class KnowledgeController {

    private final KnowledgeStore knowledge;

    KnowledgeController(KnowledgeStore knowledge) {
        this.knowledge = knowledge;
    }

    @GetMapping
    @Requires(KNOWLEDGE_READ)
    @Operation(summary = "List the entries, the newest first, with the beginning of each one's content")
    Page<ListedEntry> list(
            TenantScope scope,
            @RequestParam @Nullable String language,
            @RequestParam @Nullable String source,
            @RequestParam @Nullable Boolean shared,
            Paging paging) {
        return knowledge.list(scope, new KnowledgeFilter(language, source, shared), paging);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(KNOWLEDGE_WRITE)
    @Operation(summary = "Add an entry, whose content is not there yet")
    KnowledgeEntry create(TenantScope scope, @RequestBody @Valid KnowledgeDraft draft) {
        return knowledge.create(scope, draft);
    }

    @GetMapping("/{id}")
    @Requires(KNOWLEDGE_READ)
    @Operation(summary = "Read an entry, also a shared one")
    KnowledgeEntry get(TenantScope scope, @PathVariable UUID id) {
        return knowledge.get(scope, id);
    }

    @PatchMapping("/{id}")
    @Requires(KNOWLEDGE_WRITE)
    @Operation(summary = "Change an entry of the tenant")
    KnowledgeEntry update(TenantScope scope, @PathVariable UUID id, Patch<KnowledgeDraft> patch, IfMatch ifMatch) {
        KnowledgeEntry entry = knowledge.lock(scope, id);
        ifMatch.check(entry);
        return knowledge.update(scope, entry, patch.applyTo(KnowledgeDraft.of(entry)));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(KNOWLEDGE_WRITE)
    @Operation(summary = "Delete an entry of the tenant for good")
    void delete(TenantScope scope, @PathVariable UUID id, IfMatch ifMatch) {
        ifMatch.check(knowledge.lock(scope, id));
        knowledge.delete(scope, id);
    }
}
