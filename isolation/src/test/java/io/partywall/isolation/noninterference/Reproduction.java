package io.partywall.isolation.noninterference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** A difference as a script: the schema as the owner makes it, the rows, and what A runs with its context. */
final class Reproduction {

    private Reproduction() {}

    static String of(RandomSchema schema, List<String> takenAway, Shrinking.Found found) {
        List<String> lines = new ArrayList<>(List.of("-- as the owner, in a database with the library"));
        schema.ddl().forEach(sql -> lines.add(sql + ";"));
        if (!takenAway.isEmpty()) {
            lines.add("-- as a superuser");
            takenAway.forEach(sql -> lines.add(sql + ";"));
        }
        lines.add("-- the rows, of A (" + Tenants.A + ") and of B; once more without those of B");
        lines.add("set session_replication_role = replica;");
        lines.add(Row.inserts(found.rows()));
        lines.add("-- through Tenancy.inTenant, as A: " + found.program().begin()
                + (found.program().commits() ? ", committed" : ", rolled back"));
        found.program().steps().forEach(step -> lines.add(step.toString()));
        lines.add("-- differs: " + found.difference());
        unused(schema, lines).forEach(name -> lines.removeIf(line -> names(line, name)));
        return lines.stream().collect(Collectors.joining(System.lineSeparator()));
    }

    /** Tables that only their own definition names, from the last one on: a table is referred to by later ones. */
    private static List<String> unused(RandomSchema schema, List<String> lines) {
        List<String> names =
                new ArrayList<>(schema.tables().stream().map(Table::name).toList());
        Collections.reverse(names);
        List<String> unused = new ArrayList<>();
        List<String> rest = lines.subList(1 + schema.ddl().size(), lines.size());
        for (String name : names) {
            boolean told = rest.stream().anyMatch(line -> names(line, name));
            boolean referred = schema.tables().stream()
                    .filter(table -> !table.name().equals(name) && !unused.contains(table.name()))
                    .anyMatch(table -> table.viewed().equals(name)
                            || table.foreignKeys().stream()
                                    .anyMatch(key -> key.target().equals(name)));
            if (!told && !referred) {
                unused.add(name);
            }
        }
        return unused;
    }

    private static boolean names(String line, String table) {
        return line.matches("(?s).*\\bshop\\." + table + "(_\\d)?\\b.*");
    }
}
