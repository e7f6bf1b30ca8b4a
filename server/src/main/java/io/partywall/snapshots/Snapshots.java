package io.partywall.snapshots;

import static io.partywall.schema.jooq.Tables.ANALYTICS_SNAPSHOTS;

import io.partywall.isolation.TenantScope;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jooq.JSONB;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A tenant's daily figures. */
public final class Snapshots {

    static final int MOST_DAYS = 3_700;
    private static final JsonFactory JSON = new JsonFactory();

    private Snapshots() {}

    /**
     * The snapshots of the scope's tenant from one day to another, both included, in order; days without trade have none.
     *
     * @throws IllegalArgumentException when the span is reversed or longer than ten years
     */
    public static List<Snapshot> list(TenantScope scope, LocalDate from, LocalDate to) {
        if (from.isAfter(to)) {
            throw new IllegalArgumentException("the first day, " + from + ", is after the last, " + to);
        }
        if (from.plusDays(MOST_DAYS).isBefore(to)) {
            throw new IllegalArgumentException("at most ten years at once, unlike " + from + " to " + to);
        }
        return scope.sql()
                .selectFrom(ANALYTICS_SNAPSHOTS)
                .where(ANALYTICS_SNAPSHOTS.DATE.between(from, to))
                .orderBy(ANALYTICS_SNAPSHOTS.DATE)
                .fetch(row -> new Snapshot(
                        row.getDate(),
                        row.getSessions(),
                        row.getUsers(),
                        row.getConversions(),
                        row.getRevenue(),
                        breakdown(row.getSourceBreakdown())));
    }

    /** Revenue by source, the largest first. */
    static SequencedMap<String, BigDecimal> breakdown(JSONB json) {
        Map<String, BigDecimal> shares = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json.data())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String source = parser.currentName();
                parser.nextToken();
                shares.put(source, parser.getDecimalValue());
            }
        }
        return shares.entrySet().stream()
                .sorted(Map.Entry.<String, BigDecimal>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }
}
