package io.partywall.isolation.noninterference;

import io.partywall.isolation.TenantId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A row as it is filled in, its values by their columns. */
record Row(String table, TenantId tenant, Map<String, String> values) {

    boolean isOfA() {
        return tenant.equals(Tenants.A);
    }

    String id() {
        return values.getOrDefault("id", "");
    }

    /** Rows in the order given, as few statements as that allows. */
    static String inserts(List<Row> rows) {
        StringBuilder sql = new StringBuilder();
        Row before = null;
        for (Row row : rows) {
            boolean continues = before != null && before.table.equals(row.table);
            sql.append(continues ? ",\n    " : (before == null ? "" : ";\n") + row.insert());
            sql.append(row.values.values().stream().collect(Collectors.joining(", ", "('" + row.tenant + "', ", ")")));
            before = row;
        }
        return sql.isEmpty() ? "" : sql.append(";").toString();
    }

    private String insert() {
        return "insert into shop.%s (tenant_id, %s) values\n    ".formatted(table, String.join(", ", values.keySet()));
    }
}
