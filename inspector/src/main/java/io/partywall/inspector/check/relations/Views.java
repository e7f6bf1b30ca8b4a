package io.partywall.inspector.check.relations;

import io.partywall.inspector.catalogue.Catalogue;
import io.partywall.inspector.catalogue.Command;
import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.catalogue.Privilege;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.Rule;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.expression.Expression;
import io.partywall.inspector.expression.Expression.Subquery;
import io.partywall.inspector.expression.Query;
import io.partywall.inspector.expression.StoredExpression;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Step;
import io.partywall.inspector.meaning.Meaning;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What views show that the walls of the tables below would hide. A view reads with the rights of its owner, one with
 * {@code security_invoker} with those of whoever asks, inside another view too.
 */
final class Views {

    private final Database db;
    private final Catalogue catalogue;

    Views(Database db) {
        this.db = db;
        this.catalogue = db.catalogue();
    }

    /** Relations that a query reads past their walls: open to the reader, or held back by conditions without a barrier. */
    record Passed(Set<Relation> open, Set<Relation> held) {
        private static Passed none() {
            return new Passed(new LinkedHashSet<>(), new LinkedHashSet<>());
        }

        private void add(Passed other) {
            add(other, false);
        }

        /** What the other leaves open may be held back by who reads it. */
        private void add(Passed other, boolean heldBack) {
            (heldBack ? held : open).addAll(other.open);
            held.addAll(other.held);
        }
    }

    /** Views with their owner's rights that the application reaches. */
    Stream<Relation> reachable() {
        return catalogue.relations().stream()
                .filter(this::isDefiner)
                .filter(view -> !view.ofExtension() && !db.reaching(view).isEmpty());
    }

    private boolean isDefiner(Relation view) {
        return view.kind() == Relation.Kind.VIEW && !view.securityInvoker();
    }

    Optional<Query> query(Relation view) {
        return catalogue.rules(view).stream()
                .filter(Rule::ofView)
                .flatMap(rule -> Optional.ofNullable(StoredExpression.query(rule.tree())).stream())
                .findFirst();
    }

    Passed passed(Relation view) {
        Passed passed = Passed.none();
        if (isDefiner(view)) {
            query(view).ifPresent(query -> passed.add(passed(query, view)));
            if (view.securityBarrier()) {
                passed.held.clear();
            }
        }
        return passed;
    }

    private Passed passed(Query query, Relation view) {
        Passed passed = Passed.none();
        Set<Query> ofRanges = new HashSet<>();
        for (int number = 1; number <= query.ranges().size(); number++) {
            Query.Range range = query.ranges().get(number - 1);
            Query below = range.subquery();
            if (range.relation() == 0 && below != null) {
                ofRanges.add(below);
                passed.add(passed(below, view), row(below) && confines(query, Set.of(number)));
            } else if (below == null) {
                Relation relation = catalogue
                        .relation(range.relation())
                        .filter(r -> !r.equals(view))
                        .orElse(null);
                if (relation != null) {
                    boolean rows = query(relation).map(Views::row).orElse(true);
                    passed.add(read(relation, view), rows && confines(query, Set.of(number)));
                }
            }
        }
        query.nested().stream()
                .filter(nested -> !ofRanges.contains(nested))
                .forEach(nested -> passed.add(passed(nested, view), query.plain() && allConfine(query)));
        query.targets().stream()
                .flatMap(Expression::here)
                .filter(Subquery.class::isInstance)
                .map(Subquery.class::cast)
                .forEach(inner -> passed.add(
                        passed(inner.query(), view),
                        isLinked(inner.query())
                                && !query.asked(inner).isEmpty()
                                && confines(query, query.asked(inner))));
        return passed;
    }

    private Passed read(Relation relation, Relation reader) {
        Passed read = Passed.none();
        if (relation.kind() == Relation.Kind.VIEW) {
            return passed(relation);
        }
        if (isPassed(relation, reader.owner())) {
            read.open.add(relation);
        }
        return read;
    }

    /** Whether a row of the query tells of one row only, or of those that the row outside leads to. */
    private static boolean row(Query query) {
        return (!query.aggregated() && !query.windowed()) || isLinked(query);
    }

    /** Whether it compares something of its own with something of a query outside. */
    private static boolean isLinked(Query query) {
        return query.conditions().stream()
                .flatMap(Query::parts)
                .anyMatch(c -> c instanceof Expression.Operation
                        && !query.asked(c).isEmpty()
                        && c.here().anyMatch(e -> e instanceof Expression.Column column && column.level() > 0));
    }

    private boolean allConfine(Query query) {
        return db.meanings().ofView(query).confines();
    }

    /** Whether the conditions confine those entries of FROM, from 1, and not only others that stand beside them. */
    private boolean confines(Query query, Set<Integer> ranges) {
        return query.plain()
                && ranges.stream()
                        .allMatch(number -> query.tied().stream()
                                .filter(tied -> tied.contains(number))
                                .allMatch(tied -> allConfine(query.only(tied))));
    }

    private boolean isPassed(Relation relation, long owner) {
        return switch (relation.kind()) {
            case TABLE, PARTITIONED_TABLE ->
                isWalled(relation)
                        && (!relation.rowSecurity() || catalogue.bypasses(owner, relation) || isLetIn(relation, owner));
            case MATERIALIZED_VIEW -> isOfTenants(relation);
            case FOREIGN_TABLE -> db.hasTenantColumn(relation.oid());
            default -> false;
        };
    }

    /** Whether it is tenants', or its policies keep them apart in another way. */
    boolean isWalled(Relation relation) {
        return db.isTenantTable(relation) || (relation.isTable() && db.isConfined(relation.oid()));
    }

    /** Whether a materialised view holds what tenants' tables held. */
    boolean isOfTenants(Relation materialized) {
        return db.hasTenantColumn(materialized.oid())
                || catalogue.readBy(materialized).stream().anyMatch(this::isWalled);
    }

    /** Whether policies, not those of the application, let the view's owner see other tenants. */
    private boolean isLetIn(Relation table, long owner) {
        List<Policy> applying = applying(table, owner);
        return applying.stream().noneMatch(policy -> !policy.permissive() && confines(policy))
                && applying.stream()
                        .filter(Policy::permissive)
                        .filter(policy -> db.application().stream().noneMatch(role -> role.isAmong(policy.roles())))
                        .anyMatch(policy -> !confines(policy));
    }

    private boolean confines(Policy policy) {
        return db.seen(policy).map(Meaning::confines).orElse(false);
    }

    private List<Policy> applying(Relation table, long owner) {
        return catalogue.policies(table).stream()
                .filter(policy -> policy.covers(Command.SELECT))
                .filter(policy -> policy.roles().stream()
                        .anyMatch(named -> named == Role.PUBLIC || catalogue.inherits(owner, named)))
                .toList();
    }

    /** Tables that the view reads itself and whose policies all are for others than its owner. */
    List<Relation> blind(Relation view) {
        return query(view).stream()
                .flatMap(Query::relations)
                .flatMap(oid -> catalogue.relation(oid).stream())
                .filter(table -> table.isTable() && table.rowSecurity() && !catalogue.bypasses(view.owner(), table))
                .filter(table -> !catalogue.policies(table).isEmpty())
                .filter(table -> applying(table, view.owner()).stream().noneMatch(Policy::permissive))
                .toList();
    }

    /** Makes those views read with the rights of whoever asks that read the tables themselves. */
    Remedy asInvoker(Relation view, Set<Relation> tables) {
        List<Relation> readers = Stream.concat(Stream.of(view), catalogue.readBy(view).stream())
                .filter(this::isDefiner)
                .filter(reader -> reads(reader).stream().anyMatch(tables::contains))
                .sorted(Comparator.comparing(Relation::sql))
                .toList();
        boolean invokable = db.server().major() >= FIRST_WITH_INVOKER
                && tables.stream().allMatch(Relation::isTable)
                && !readers.isEmpty();
        if (!invokable) {
            return Remedy.decide(
                    Step.VIEWS,
                    "Give the application a view whose owner the policies bind, or whose WHERE names the tenant, with"
                            + " security_barrier; and take this one away.",
                    Access.revoke(db, view));
        }
        String[] statements = readers.stream()
                .map(reader -> "alter view " + reader.sql() + " set (security_invoker = true)")
                .toArray(String[]::new);
        boolean granted = db.reaching(view).stream()
                .allMatch(role -> readers.stream()
                        .flatMap(reader -> reads(reader).stream())
                        .allMatch(read -> role.privileges(read).contains(Privilege.SELECT)));
        return granted
                ? Remedy.mechanical(Step.VIEWS, statements)
                : Remedy.decide(
                        Step.VIEWS,
                        "The application then needs SELECT on what the view reads: "
                                + tables.stream().map(Relation::sql).sorted().collect(Collectors.joining(", ")) + ".",
                        statements);
    }

    /** Not itself, which stands as OLD and NEW among what it reads before PostgreSQL 16. */
    private Set<Relation> reads(Relation view) {
        return query(view).stream()
                .flatMap(Query::relations)
                .flatMap(oid -> catalogue.relation(oid).stream())
                .filter(read -> !read.equals(view))
                .collect(Collectors.toSet());
    }

    private static final int FIRST_WITH_INVOKER = 15;
}
