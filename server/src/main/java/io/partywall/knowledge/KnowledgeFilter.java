package io.partywall.knowledge;

import static io.partywall.schema.jooq.Tables.KNOWLEDGE;

import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Which entries are asked for: null wherever it does not matter. */
record KnowledgeFilter(
        @Nullable String language,
        @Nullable String source,
        @Nullable Boolean shared) {

    Condition condition() {
        return DSL.and(
                language == null ? DSL.noCondition() : KNOWLEDGE.LANGUAGE.eq(language),
                source == null ? DSL.noCondition() : KNOWLEDGE.SOURCE.eq(source),
                shared == null ? DSL.noCondition() : KNOWLEDGE.SHARED.eq(shared));
    }
}
