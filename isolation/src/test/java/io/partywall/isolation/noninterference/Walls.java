package io.partywall.isolation.noninterference;

import java.util.ArrayList;
import java.util.List;

/** Which walls stand: what a superuser takes away of those that the library has built. */
enum Walls {
    ALL(0),
    /** Scoping in Java, and nothing behind it. */
    FIRST_ALONE(1_000),
    /** The plain setting, for SQL that is not scoped. */
    SECOND_ALONE(2_000),
    /** The signed floor, for SQL that is not scoped. */
    THIRD_ALONE(3_000);

    /** What is added to a seed, so that not all run the same programs. */
    final long seeds;

    Walls(long seeds) {
        this.seeds = seeds;
    }

    List<String> takenAway(RandomSchema schema) {
        List<String> sql = new ArrayList<>();
        for (Table table : schema.storedTables()) {
            if (this == FIRST_ALONE || this == SECOND_ALONE) {
                sql.addAll(dropFloor(table.name()));
            }
            if (this == FIRST_ALONE || this == THIRD_ALONE) {
                for (String command : List.of("select", "insert", "update", "delete")) {
                    sql.add(loosen(table.name(), command));
                }
            }
        }
        return sql;
    }

    static List<String> dropFloor(String table) {
        return List.of("floor", "floor_insert", "floor_update", "floor_delete").stream()
                .map(policy -> "drop policy %1$s_tenant_isolation_%2$s on shop.%1$s".formatted(table, policy))
                .toList();
    }

    static String loosen(String table, String command) {
        String everything =
                switch (command) {
                    case "insert" -> "with check (true)";
                    case "update" -> "using (true) with check (true)";
                    default -> "using (true)";
                };
        return "alter policy %1$s_tenant_isolation_%2$s on shop.%1$s %3$s".formatted(table, command, everything);
    }
}
