package io.partywall.schema.walls;

import io.partywall.schema.walls.Relation.Column;
import io.partywall.schema.walls.Relation.ForeignKey;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Valid rows for any table, made from its columns and keys. The same table, tenant and number always give the same row, so
 * that nothing needs to be remembered; rows with the numbers below {@link #SEEDED} exist, in every tenant.
 */
final class Rows {

    static final int SEEDED = 3;

    /** Seeded rows of partitioned tables fall into two months from here on. */
    static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 5);

    /** Finished jobs fall into two days from here on: partitions of theirs are made for days about today only. */
    @SuppressWarnings("TimeInStaticInitializer") // the same in all rows of a run, over midnight too
    static final LocalDate FIRST_DAY_OF_HISTORY = LocalDate.now(ZoneOffset.UTC).plusDays(1);

    private static final int DAYS_APART = 18;

    /** What a CHECK demands and the type does not tell, by column or table.column. */
    private static final Map<String, IntFunction<String>> PARTICULAR = Map.of(
            "email", number -> "person" + number + "@example.org",
            "audit_checkpoints.leaves", Rows::aLeaf,
            "finished_jobs.state", number -> "COMPLETED",
            "finished_jobs.finished_at", number -> FIRST_DAY_OF_HISTORY.plusDays(number % 2) + "T12:00:00Z",
            // One that is effective already can be neither changed nor deleted.
            "metric_definitions.effective_at", number -> "2199-01-01T00:00:00Z");

    private final Catalogue catalogue;

    Rows(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** How many rows of the relation each tenant begins with. */
    static int seeded(Relation relation) {
        return relation.onePerTenant() ? 1 : SEEDED;
    }

    /** A row that a tenant could have and has not. */
    Row fresh(Relation relation, Tenant tenant) {
        return row(relation, tenant, seeded(relation));
    }

    Row row(Relation relation, Tenant tenant, int number) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Column column : relation.columns()) {
            IntFunction<String> particular =
                    PARTICULAR.getOrDefault(relation.root() + "." + column.name(), PARTICULAR.get(column.name()));
            if (column.name().equals("id")) {
                values.put("id", tenant.identity(relation.root() + "/" + number).toString());
            } else if (particular != null) {
                values.put(column.name(), particular.apply(number));
            } else if (column.required()) {
                values.put(column.name(), sample(relation, column, tenant, number));
            }
        }
        values.put("tenant_id", tenant.id().toString());
        references(relation, tenant, number, values);
        return new Row(relation, values);
    }

    /** Every reference is made, the optional ones too; those of one row diverge, so that pairs of them are unique. */
    private void references(Relation relation, Tenant tenant, int number, Map<String, String> values) {
        List<ForeignKey> keys = catalogue.tenantKeys(relation);
        for (ForeignKey key : relation.foreignKeys()) {
            for (int i = 0; i < key.columns().size(); i++) {
                String column = key.columns().get(i);
                if (catalogue.isTenantTable(key.parent())) {
                    int parent = (number + keys.indexOf(key) * (number / SEEDED)) % SEEDED;
                    values.put(
                            column,
                            row(catalogue.relation(key.parent()), tenant, parent)
                                    .value(key.parentColumns().get(i)));
                } else if (key.parent().equals("users")) {
                    values.put(column, tenant.user(number).toString());
                }
            }
        }
    }

    /** Of a checkpoint over one row; the same bytes whether it is read as bytea's text or as a string's own. */
    private static String aLeaf(int number) {
        return "leaf".repeat(8);
    }

    private static String sample(Relation relation, Column column, Tenant tenant, int number) {
        LocalDate day = FIRST_DAY.plusDays((long) number * DAYS_APART);
        if (!column.labels().isEmpty()) {
            return column.labels().getFirst();
        }
        return switch (column.type()) {
            case "uuid" -> tenant.identity(column.name() + "/" + number).toString();
            case "text" -> column.name() + "_" + number;
            case "boolean" -> "true";
            case "smallint", "integer", "bigint", "numeric" -> Integer.toString(number + 1);
            case "date" -> day.toString();
            case "timestamp with time zone" -> day + "T12:00:00Z";
            case "daterange" -> "[" + day + "," + day.plusDays(DAYS_APART) + ")";
            case "jsonb" -> "{}";
            case "bytea" -> "\\x0" + number;
            default ->
                throw new IllegalStateException(
                        "no sample of the type " + column.type() + " is known, for " + relation + "." + column.name());
        };
    }
}
