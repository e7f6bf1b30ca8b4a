package io.partywall.insights;

import static io.partywall.schema.jooq.Tables.MODULE_INSIGHTS;

import io.partywall.http.ProblemType;
import io.partywall.http.Refused;
import io.partywall.schema.jooq.enums.InsightSeverity;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Which insights are asked for: null wherever it does not matter. The days, both inclusive, are those of their creation, in UTC. */
record InsightFilter(
        @Nullable String module,
        @Nullable InsightSeverity severity,
        @Nullable LocalDate from,
        @Nullable LocalDate to) {

    InsightFilter {
        if ((from != null && !Period.isDay(from)) || (to != null && !Period.isDay(to))) {
            throw Refused.of(ProblemType.MALFORMED_REQUEST, "'from' and 'to' are days in years of four digits");
        }
    }

    Condition condition() {
        List<Condition> all = new ArrayList<>();
        if (module != null) {
            all.add(MODULE_INSIGHTS.MODULE_SLUG.eq(module));
        }
        if (severity != null) {
            all.add(MODULE_INSIGHTS.SEVERITY.eq(severity));
        }
        if (from != null) {
            all.add(MODULE_INSIGHTS.CREATED_AT.ge(beginOf(from)));
        }
        if (to != null) {
            all.add(MODULE_INSIGHTS.CREATED_AT.lt(beginOf(to.plusDays(1))));
        }
        return DSL.and(all);
    }

    private static OffsetDateTime beginOf(LocalDate day) {
        return day.atStartOfDay().atOffset(ZoneOffset.UTC);
    }
}
