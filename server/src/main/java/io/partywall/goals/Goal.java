package io.partywall.goals;

import io.partywall.http.Resource;
import io.partywall.schema.jooq.enums.GoalStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant wants to reach.
 *
 * @param progress from 0 to 1, see {@link GoalProgress}; null where none of its KPIs has one
 * @param kpis in the order in which they were added
 * @param deletedAt since when it is out of sight; null where it is not
 */
record Goal(
        UUID id,
        String title,
        @Nullable String description,
        @Nullable LocalDate startDate,
        @Nullable LocalDate targetDate,
        GoalStatus status,
        @Nullable BigDecimal progress,
        List<GoalKpi> kpis,
        @Nullable Instant deletedAt,
        Instant createdAt,
        Instant updatedAt)
        implements Resource {

    Goal {
        kpis = List.copyOf(kpis);
    }

    @Override
    public Object key() {
        return id;
    }
}
