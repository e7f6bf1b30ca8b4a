package io.partywall.inspector.check;

import io.partywall.inspector.catalogue.Catalogue;
import io.partywall.inspector.catalogue.Relation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tables with their partitions and children: what is wrong with a parent is not said again of each of them. */
public final class Lineage {

    private Lineage() {}

    /** Those of the tables that have no parent among them, each with itself and its descendants among them. */
    public static Map<Relation, List<Relation>> families(Catalogue catalogue, Stream<Relation> tables) {
        Set<Relation> all = tables.collect(Collectors.toCollection(LinkedHashSet::new));
        Map<Relation, List<Relation>> families = new LinkedHashMap<>();
        for (Relation table : all) {
            families.computeIfAbsent(head(catalogue, table, all), head -> new ArrayList<>())
                    .add(table);
        }
        return families;
    }

    private static Relation head(Catalogue catalogue, Relation table, Set<Relation> among) {
        Optional<Relation> above = table.parents().stream()
                .flatMap(oid -> catalogue.relation(oid).stream())
                .map(parent -> head(catalogue, parent, among))
                .filter(among::contains)
                .findFirst();
        return above.orElse(table);
    }
}
