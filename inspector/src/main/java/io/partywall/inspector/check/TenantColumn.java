package io.partywall.inspector.check;

import io.partywall.inspector.catalogue.Catalogue;
import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Constraint;
import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.expression.Expression;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the column that says whose a row is: by its name, by how many tables share it, by whether policies compare it, and by
 * whether it references one table from many.
 */
final class TenantColumn {

    private static final List<String> NAMES = List.of(
            "tenantid",
            "tenant",
            "tenantuuid",
            "tenantkey",
            "tenantcode",
            "organizationid",
            "organisationid",
            "orgid",
            "accountid",
            "workspaceid",
            "companyid",
            "customerid",
            "clientid",
            "teamid",
            "merchantid",
            "storeid",
            "shopid",
            "schoolid",
            "siteid",
            "organization",
            "organisation",
            "company",
            "workspace",
            "account");

    private static final Set<String> NEVER = Set.of("id", "createdat", "updatedat", "createdby", "updatedby", "status");

    /** What speaks for one name. */
    private static final class Candidate {
        private final String name;
        private int tables;
        private int policies;
        private final Map<Relation, Integer> targets = new HashMap<>();

        private Candidate(String name) {
            this.name = name;
        }

        private int references() {
            return targets.values().stream().max(Comparator.naturalOrder()).orElse(0);
        }

        private boolean known() {
            return NAMES.contains(plain(name));
        }

        private boolean plausible() {
            return !NEVER.contains(plain(name)) && (known() || policies > 0 || references() > 1);
        }

        /** A name that says tenant, in policies: whatever other columns more tables share. */
        private boolean certain() {
            return known() && policies > 0;
        }

        private int score() {
            int rank = NAMES.indexOf(plain(name));
            return 4 * (tables + 2 * policies + references() + (known() ? 2 * tables : 0))
                    + (rank < 0 ? 0 : rank < 5 ? 3 : 1);
        }
    }

    private TenantColumn() {}

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "");
    }

    static Optional<String> guess(Catalogue catalogue) {
        Map<String, Candidate> candidates = new HashMap<>();
        for (Relation relation : catalogue.relations()) {
            if (!relation.isTable() || relation.ofExtension()) {
                continue;
            }
            Set<Integer> inPolicies = new HashSet<>();
            catalogue
                    .policies(relation)
                    .forEach(policy -> columnsOf(catalogue, policy).forEach(inPolicies::add));
            for (Column column : catalogue.columns(relation)) {
                Candidate candidate = candidates.computeIfAbsent(column.name(), Candidate::new);
                candidate.tables++;
                candidate.policies += inPolicies.contains(column.number()) ? 1 : 0;
            }
            catalogue.foreignKeys(relation).forEach(key -> count(catalogue, key, relation, candidates));
        }
        return candidates.values().stream()
                .filter(Candidate::plausible)
                .max(Comparator.comparing(Candidate::certain)
                        .thenComparing(Candidate::score)
                        .thenComparing(c -> c.name))
                .map(c -> c.name);
    }

    private static void count(
            Catalogue catalogue, Constraint key, Relation relation, Map<String, Candidate> candidates) {
        if (key.columns().size() == 1 && key.target() != relation.oid()) {
            catalogue
                    .column(relation, key.columns().getFirst())
                    .ifPresent(column -> catalogue
                            .relation(key.target())
                            .ifPresent(target -> candidates
                                    .computeIfAbsent(column.name(), Candidate::new)
                                    .targets
                                    .merge(target, 1, Integer::sum)));
        }
    }

    private static Stream<Integer> columnsOf(Catalogue catalogue, Policy policy) {
        return Stream.of(Optional.ofNullable(policy.usingTree()), Optional.ofNullable(policy.checkTree()))
                .flatMap(Optional::stream)
                .flatMap(tree -> catalogue.expression(tree).here())
                .filter(Expression.Column.class::isInstance)
                .map(column -> ((Expression.Column) column).number());
    }

    /** The table that the tenant columns reference, with the number of its key; else the one that is named for them. */
    static Optional<Map.Entry<Relation, Integer>> root(Catalogue catalogue, String tenantColumn) {
        Map<Map.Entry<Relation, Integer>, Integer> targets = new HashMap<>();
        for (Relation relation : catalogue.relations()) {
            Optional<Column> column = catalogue.column(relation, tenantColumn);
            if (relation.isTable() && column.isPresent()) {
                catalogue.foreignKeys(relation).forEach(key -> {
                    int at = key.positionOf(column.get().number());
                    if (at >= 0) {
                        catalogue
                                .relation(key.target())
                                .filter(target ->
                                        catalogue.column(target, tenantColumn).isEmpty()
                                                || isKeyOfItsOwn(catalogue, target, tenantColumn))
                                .ifPresent(target -> targets.merge(
                                        Map.entry(target, key.targetColumns().get(at)), 1, Integer::sum));
                    }
                });
            }
        }
        return targets.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .or(() -> named(catalogue, tenantColumn));
    }

    /** Whether the column, whatever it is called, alone is the table's key and references nothing: {@code tenants.tenant}. */
    private static boolean isKeyOfItsOwn(Catalogue catalogue, Relation table, String name) {
        List<Integer> column =
                catalogue.column(table, name).stream().map(Column::number).toList();
        return catalogue.constraints(table).stream()
                        .anyMatch(k -> (k.kind() == 'p' || k.kind() == 'u')
                                && k.columns().equals(column))
                && catalogue.foreignKeys(table).noneMatch(k -> k.columns().containsAll(column));
    }

    private static Optional<Map.Entry<Relation, Integer>> named(Catalogue catalogue, String tenantColumn) {
        String stem = plain(tenantColumn).replaceFirst("(id|uuid|key|code)$", "");
        List<String> names = List.of(
                stem,
                stem + "s",
                stem + "es",
                stem.replaceFirst("y$", "ies"),
                stem.equals("org") ? "organizations" : stem,
                stem.equals("org") ? "orgs" : stem + "s");
        return catalogue.relations().stream()
                .filter(r -> r.isTable() && names.contains(plain(r.name())))
                .filter(r -> catalogue.column(r, tenantColumn).isEmpty())
                .flatMap(r -> catalogue.constraints(r).stream()
                        .filter(k -> k.kind() == 'p' && k.columns().size() == 1)
                        .map(k -> Map.entry(r, k.columns().getFirst())))
                .findFirst();
    }
}
