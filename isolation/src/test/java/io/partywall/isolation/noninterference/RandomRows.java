package io.partywall.isolation.noninterference;

import io.partywall.isolation.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rows of A and B for a schema, mixed in one order: B has A's keys and values too, and values that no row of A has.
 * Tables are filled one after the other, those that are referred to first.
 */
final class RandomRows {

    private static final int KEYS = 14;
    private static final int MULTITUDE = 100;

    private final Draw draw;
    private final Map<String, List<String>> keys = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    private RandomRows(Draw draw) {
        this.draw = draw;
    }

    static List<Row> of(RandomSchema schema, Draw draw) {
        RandomRows random = new RandomRows(draw);
        List<Row> rows = new ArrayList<>();
        for (Table table : schema.storedTables()) {
            List<Row> ofTable = new ArrayList<>(random.rows(table, Tenants.A, draw.between(0, 10)));
            // A multitude makes other plans worth while.
            ofTable.addAll(random.rows(table, Tenants.B, draw.chance(20) ? MULTITUDE : draw.between(1, KEYS)));
            rows.addAll(draw.shuffled(ofTable));
        }
        return rows;
    }

    private List<Row> rows(Table table, TenantId tenant, int count) {
        List<String> ids = new ArrayList<>();
        for (int id = 1; id <= Math.max(KEYS, count); id++) {
            ids.add(String.valueOf(id));
        }
        ids = draw.shuffled(ids).subList(0, count);
        keys.put(table.name() + tenant, ids);
        return ids.stream().map(id -> row(table, tenant, id)).toList();
    }

    private Row row(Table table, TenantId tenant, String id) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Column column : table.writable()) {
            values.put(column.name(), column.equals(Column.ID) ? id : value(table, tenant, column));
        }
        return new Row(table.name(), tenant, values);
    }

    private String value(Table table, TenantId tenant, Column column) {
        if (table.isReference(column)) {
            return reference(table, tenant, column);
        }
        for (int attempt = 0; attempt < 5 && !(column.nullable() && draw.chance(15)); attempt++) {
            String value = tenant.equals(Tenants.A)
                    ? column.kind().calm(draw)
                    : column.kind().wild(draw);
            boolean refused = table.bounded().contains(column.name()) && value.equals("7");
            boolean unique = table.uniques().contains(column.name());
            if (!refused && (!unique || taken.add(table.name() + tenant + column.name() + value))) {
                return value;
            }
        }
        return column.nullable() ? "null" : unlike(column, tenant);
    }

    /** A value of a unique column that may not be null, when all others are taken; no expression fails with it. */
    private String unlike(Column column, TenantId tenant) {
        taken.add(column.name() + tenant + taken.size());
        return column.kind() == Kind.NAME ? "'elm " + taken.size() + "'" : String.valueOf(100 + taken.size());
    }

    private String reference(Table table, TenantId tenant, Column column) {
        String target = table.foreignKeys().stream()
                .filter(key -> key.column().equals(column.name()))
                .findFirst()
                .orElseThrow()
                .target();
        List<String> ids = keys.getOrDefault(target + tenant, List.of());
        return ids.isEmpty() || draw.chance(25) ? "null" : draw.pick(ids);
    }
}
