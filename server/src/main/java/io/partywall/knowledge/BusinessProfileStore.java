package io.partywall.knowledge;

import static io.partywall.schema.jooq.Tables.BUSINESS_PROFILES;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.http.ProblemType;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantScope;
import io.partywall.schema.jooq.tables.records.BusinessProfilesRecord;
import io.partywall.values.FreeJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The tenant's one business profile in the database. */
@Component
final class BusinessProfileStore {

    Optional<BusinessProfile> find(TenantScope scope) {
        return scope.sql().selectFrom(BUSINESS_PROFILES).fetchOptional(BusinessProfileStore::profile);
    }

    /** The same, held until the transaction ends. */
    Optional<BusinessProfile> lock(TenantScope scope) {
        return scope.sql().selectFrom(BUSINESS_PROFILES).forNoKeyUpdate().fetchOptional(BusinessProfileStore::profile);
    }

    static Refused missing() {
        return Refused.of(ProblemType.NOT_FOUND, "there is no business profile yet: PUT makes one");
    }

    /** In one statement, so that two who write the first one at once both succeed, one after the other. */
    BusinessProfile save(TenantScope scope, BusinessProfileDraft draft) {
        Map<Field<?>, @Nullable Object> columns = columns(draft);
        return scope.sql()
                .insertInto(BUSINESS_PROFILES)
                .set(BUSINESS_PROFILES.ID, UuidCreator.getTimeOrderedEpoch())
                .set(columns)
                .onConflict(BUSINESS_PROFILES.TENANT_ID)
                .doUpdate()
                .set(columns)
                .returning()
                .fetchSingle(BusinessProfileStore::profile);
    }

    private static Map<Field<?>, @Nullable Object> columns(BusinessProfileDraft draft) {
        Map<Field<?>, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put(BUSINESS_PROFILES.INDUSTRY, draft.industry());
        columns.put(BUSINESS_PROFILES.SIZE, draft.size());
        columns.put(BUSINESS_PROFILES.STAGE, draft.stage());
        columns.put(BUSINESS_PROFILES.DESCRIPTION, draft.description());
        columns.put(BUSINESS_PROFILES.GOALS, draft.goalsOrNone().toArray(String[]::new));
        columns.put(BUSINESS_PROFILES.TARGET_MARKET, draft.targetMarket());
        columns.put(BUSINESS_PROFILES.COMPETITORS, draft.competitorsOrNone().toArray(String[]::new));
        columns.put(BUSINESS_PROFILES.METADATA, FreeJson.storedOrEmpty(draft.metadata()));
        return columns;
    }

    private static BusinessProfile profile(BusinessProfilesRecord row) {
        return new BusinessProfile(
                row.getId(),
                row.getIndustry(),
                row.getSize(),
                row.getStage(),
                row.getDescription(),
                List.of(row.getGoals()),
                row.getTargetMarket(),
                List.of(row.getCompetitors()),
                FreeJson.object(row.getMetadata()),
                row.getCreatedAt().toInstant(),
                row.getUpdatedAt().toInstant());
    }
}
