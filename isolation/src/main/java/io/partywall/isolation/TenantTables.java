package io.partywall.isolation;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.Name;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue knows of the tables that an application can reach: those of tenants, each with the column that holds
 * the tenant, and those that are global on purpose. Names are compared exactly, as PostgreSQL compares quoted names.
 */
final class TenantTables {

    static final String TENANT_COLUMN = "tenant_id";

    /** A table that is known; a global one has no tenant column. */
    record Known(TableName name, @Nullable String tenantColumn) {
        boolean isGlobal() {
            return tenantColumn == null;
        }
    }

    private final Map<TableName, Known> tables = new HashMap<>();
    private final Map<String, List<Known>> byBareName = new HashMap<>();

    TenantTables(Map<TableName, String> tenantColumns, Set<TableName> globalTables) {
        tenantColumns.forEach((name, column) -> add(new Known(name, column)));
        globalTables.forEach(name -> add(new Known(name, null)));
    }

    /** Tables whose tenant column bears the usual name. */
    static TenantTables of(Collection<TableName> tenantTables, Set<TableName> globalTables) {
        Map<TableName, String> columns = new HashMap<>();
        tenantTables.forEach(name -> columns.put(name, TENANT_COLUMN));
        return new TenantTables(columns, globalTables);
    }

    /** The table of that name; an unqualified name is known when exactly one known schema has it. */
    Optional<Known> find(Name name) {
        String[] parts = name.getName();
        return switch (parts.length) {
            case 1 -> {
                List<Known> candidates = byBareName.getOrDefault(parts[0], List.of());
                yield candidates.size() == 1 ? Optional.of(candidates.getFirst()) : Optional.empty();
            }
            case 2 -> Optional.ofNullable(tables.get(new TableName(parts[0], parts[1])));
            default -> Optional.empty();
        };
    }

    private void add(Known table) {
        if (tables.put(table.name(), table) != null) {
            throw new IllegalArgumentException(table.name() + " is both a tenant's table and a global one");
        }
        byBareName.merge(
                table.name().name(),
                List.of(table),
                (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
    }
}
