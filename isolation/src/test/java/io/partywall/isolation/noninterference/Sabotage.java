package io.partywall.isolation.noninterference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A hole in the walls of {@code shop.t0}, made by a superuser. */
enum Sabotage {
    POLICIES_THAT_LET_EVERYTHING_PASS_AND_NO_FLOOR,
    A_POLICY_FOR_READING_THAT_LETS_EVERYTHING_PASS_AND_NO_FLOOR,
    A_POLICY_FOR_UPDATES_THAT_LETS_EVERYTHING_PASS_AND_NO_FLOOR,
    A_POLICY_FOR_DELETES_THAT_LETS_EVERYTHING_PASS_AND_NO_FLOOR,
    ROW_SECURITY_THAT_IS_SWITCHED_OFF,
    A_UNIQUE_WITHOUT_THE_TENANT,
    A_FOREIGN_KEY_WITHOUT_THE_TENANT,
    A_VIEW_WITH_THE_RIGHTS_OF_ITS_OWNER;

    /** What makes the hole; nothing where the schema has no place for it. */
    Optional<List<String>> in(RandomSchema schema) {
        return switch (this) {
            case POLICIES_THAT_LET_EVERYTHING_PASS_AND_NO_FLOOR ->
                Optional.of(loosened("select", "insert", "update", "delete"));
            case A_POLICY_FOR_READING_THAT_LETS_EVERYTHING_PASS_AND_NO_FLOOR -> Optional.of(loosened("select"));
            case A_POLICY_FOR_UPDATES_THAT_LETS_EVERYTHING_PASS_AND_NO_FLOOR -> Optional.of(loosened("update"));
            case A_POLICY_FOR_DELETES_THAT_LETS_EVERYTHING_PASS_AND_NO_FLOOR -> Optional.of(loosened("delete"));
            case ROW_SECURITY_THAT_IS_SWITCHED_OFF ->
                Optional.of(List.of("alter table shop.t0 disable row level security"));
            case A_UNIQUE_WITHOUT_THE_TENANT -> unique(schema);
            case A_FOREIGN_KEY_WITHOUT_THE_TENANT -> foreignKey(schema);
            case A_VIEW_WITH_THE_RIGHTS_OF_ITS_OWNER ->
                schema.tables().getLast().isView()
                        ? Optional.of(List.of(
                                "alter view shop.v set (security_invoker = false)",
                                "alter view shop.v owner to postgres"))
                        : Optional.empty();
        };
    }

    /** Leaves out what a key without the tenant has no room for. */
    List<Row> kept(List<Row> rows) {
        if (this != A_UNIQUE_WITHOUT_THE_TENANT && this != A_FOREIGN_KEY_WITHOUT_THE_TENANT) {
            return rows;
        }
        Set<String> ofA = rows.stream()
                .filter(row -> row.isOfA() && row.table().equals("t0"))
                .map(Row::id)
                .collect(Collectors.toSet());
        return rows.stream()
                .filter(row -> row.isOfA() || !row.table().equals("t0") || !ofA.contains(row.id()))
                .toList();
    }

    private static List<String> loosened(String... commands) {
        List<String> sql = new ArrayList<>(Walls.dropFloor("t0"));
        for (String command : commands) {
            sql.add(Walls.loosen("t0", command));
        }
        return sql;
    }

    private static Optional<List<String>> unique(RandomSchema schema) {
        return schema.tables().getFirst().partitioning().isEmpty()
                ? Optional.of(List.of("create unique index t0_id_key on shop.t0 (id)"))
                : Optional.empty();
    }

    /** The foreign key alone shall tell: nothing else can be met in a table that A does not write. */
    private static Optional<List<String>> foreignKey(RandomSchema schema) {
        return schema.storedTables().stream()
                .filter(table -> !table.name().equals("t0")
                        && table.foreignKeys().stream()
                                .anyMatch(key -> key.target().equals("t0")))
                .findFirst()
                .flatMap(child -> unique(schema).map(unique -> {
                    List<String> sql = new ArrayList<>(unique);
                    sql.add("alter table shop.%1$s drop constraint %1$s_tenant_id_t0_id_fkey".formatted(child.name()));
                    sql.add("alter table shop.%s add foreign key (t0_id) references shop.t0 (id)"
                            .formatted(child.name()));
                    sql.add("revoke insert, update, delete on shop.t0 from twin_app");
                    return sql;
                }));
    }
}
