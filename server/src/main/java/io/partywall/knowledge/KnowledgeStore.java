package io.partywall.knowledge;

import static io.partywall.schema.jooq.Tables.KNOWLEDGE;
import static io.partywall.schema.jooq.Tables.KNOWLEDGE_ENTRIES;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.http.Page;
import io.partywall.http.Paging;
import io.partywall.http.ProblemType;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.partywall.values.FreeJson;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Knowledge in the database: read through the view that joins in what is shared, written to the tenant's own table. */
@Component
final class KnowledgeStore {

    private static final int EXCERPT = 300;

    private static final Field<String> BEGINNING =
            DSL.left(KNOWLEDGE.CONTENT, EXCERPT).as("excerpt");

    /** Without the embedding, which is of no use outside and larger than most contents. */
    private static final List<Field<?>> LISTED = List.of(
            KNOWLEDGE.ID,
            KNOWLEDGE.SHARED,
            KNOWLEDGE.TITLE,
            KNOWLEDGE.SOURCE,
            KNOWLEDGE.LANGUAGE,
            KNOWLEDGE.EMBEDDING_MODEL,
            KNOWLEDGE.METADATA,
            KNOWLEDGE.CREATED_AT,
            KNOWLEDGE.UPDATED_AT);

    Page<ListedEntry> list(TenantScope scope, KnowledgeFilter filter, Paging paging) {
        return paging.newestFirst(
                scope.sql().select(LISTED).select(BEGINNING).from(KNOWLEDGE).where(filter.condition()),
                KNOWLEDGE.ID,
                KnowledgeStore::listed);
    }

    /** {@link Refused} where there is none, of the tenant or shared. */
    KnowledgeEntry get(TenantScope scope, UUID id) {
        return scope.sql()
                .select(LISTED)
                .select(KNOWLEDGE.CONTENT)
                .from(KNOWLEDGE)
                .where(KNOWLEDGE.ID.eq(id))
                .fetchOptional(KnowledgeStore::entry)
                .orElseThrow(() -> Refused.notFound("knowledge entry", id));
    }

    /** The same, held until the transaction ends. {@link Refused} where it is shared: that is not the tenant's to change. */
    KnowledgeEntry lock(TenantScope scope, UUID id) {
        boolean own = scope.sql()
                .select(KNOWLEDGE_ENTRIES.ID)
                .from(KNOWLEDGE_ENTRIES)
                .where(KNOWLEDGE_ENTRIES.ID.eq(id))
                .forNoKeyUpdate()
                .fetchOptional()
                .isPresent();
        KnowledgeEntry entry = get(scope, id);
        if (!own) {
            throw Refused.of(
                    ProblemType.FORBIDDEN,
                    "this entry is shared with every tenant: it is the platform's, and only read here");
        }
        return entry;
    }

    KnowledgeEntry create(TenantScope scope, KnowledgeDraft draft) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        byte[] hash = ContentHash.of(draft.content());
        refuseTwice(scope, id, hash);
        scope.sql()
                .insertInto(KNOWLEDGE_ENTRIES)
                .set(KNOWLEDGE_ENTRIES.ID, id)
                .set(KNOWLEDGE_ENTRIES.CONTENT, draft.content())
                .set(KNOWLEDGE_ENTRIES.CONTENT_HASH, hash)
                .set(columns(draft))
                .execute();
        return get(scope, id);
    }

    KnowledgeEntry update(TenantScope scope, KnowledgeEntry current, KnowledgeDraft draft) {
        Map<Field<?>, @Nullable Object> columns = columns(draft);
        if (!draft.content().equals(current.content())) {
            byte[] hash = ContentHash.of(draft.content());
            refuseTwice(scope, current.id(), hash);
            columns.put(KNOWLEDGE_ENTRIES.CONTENT, draft.content());
            columns.put(KNOWLEDGE_ENTRIES.CONTENT_HASH, hash);
            columns.put(KNOWLEDGE_ENTRIES.EMBEDDING, null);
            columns.put(KNOWLEDGE_ENTRIES.EMBEDDING_MODEL, null);
        }
        scope.sql()
                .update(KNOWLEDGE_ENTRIES)
                .set(columns)
                .where(KNOWLEDGE_ENTRIES.ID.eq(current.id()))
                .execute();
        return get(scope, current.id());
    }

    void delete(TenantScope scope, UUID id) {
        scope.sql()
                .deleteFrom(KNOWLEDGE_ENTRIES)
                .where(KNOWLEDGE_ENTRIES.ID.eq(id))
                .execute();
    }

    /** INVARIANT: whoever writes a content holds its lock until commit: no index keeps two from writing the same at once. */
    private static void refuseTwice(TenantScope scope, UUID id, byte[] hash) {
        Result<Record> _ = scope.sql()
                .fetch(scope.unscopedSql(
                        "select pg_advisory_xact_lock(hashtextextended('app.knowledge_entries/' || ? || '/' || ?, 0))",
                        scope.context().tenant().toString(),
                        HexFormat.of().formatHex(hash)));
        UUID existing = scope.sql()
                .select(KNOWLEDGE_ENTRIES.ID)
                .from(KNOWLEDGE_ENTRIES)
                .where(KNOWLEDGE_ENTRIES.CONTENT_HASH.eq(hash))
                .and(KNOWLEDGE_ENTRIES.ID.ne(id))
                .orderBy(KNOWLEDGE_ENTRIES.ID)
                .limit(1)
                .fetchOne(KNOWLEDGE_ENTRIES.ID);
        if (existing != null) {
            throw Refused.of(ProblemType.CONFLICT, "the entry '" + existing + "' has the same content")
                    .with("existing_id", existing.toString());
        }
    }

    private static Map<Field<?>, @Nullable Object> columns(KnowledgeDraft draft) {
        Map<Field<?>, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put(KNOWLEDGE_ENTRIES.TITLE, draft.title().strip());
        columns.put(KNOWLEDGE_ENTRIES.SOURCE, draft.source());
        columns.put(KNOWLEDGE_ENTRIES.LANGUAGE, draft.languageOrEnglish());
        columns.put(KNOWLEDGE_ENTRIES.METADATA, FreeJson.storedOrEmpty(draft.metadata()));
        return columns;
    }

    private static ListedEntry listed(Record row) {
        return new ListedEntry(
                row.get(KNOWLEDGE.ID),
                row.get(KNOWLEDGE.SHARED),
                row.get(KNOWLEDGE.TITLE),
                Objects.requireNonNull(row.get(BEGINNING)),
                row.get(KNOWLEDGE.SOURCE),
                row.get(KNOWLEDGE.LANGUAGE),
                row.get(KNOWLEDGE.EMBEDDING_MODEL),
                FreeJson.object(row.get(KNOWLEDGE.METADATA)),
                row.get(KNOWLEDGE.CREATED_AT).toInstant(),
                row.get(KNOWLEDGE.UPDATED_AT).toInstant());
    }

    private static KnowledgeEntry entry(Record row) {
        return new KnowledgeEntry(
                row.get(KNOWLEDGE.ID),
                row.get(KNOWLEDGE.SHARED),
                row.get(KNOWLEDGE.TITLE),
                row.get(KNOWLEDGE.CONTENT),
                row.get(KNOWLEDGE.SOURCE),
                row.get(KNOWLEDGE.LANGUAGE),
                row.get(KNOWLEDGE.EMBEDDING_MODEL),
                FreeJson.object(row.get(KNOWLEDGE.METADATA)),
                row.get(KNOWLEDGE.CREATED_AT).toInstant(),
                row.get(KNOWLEDGE.UPDATED_AT).toInstant());
    }
}
