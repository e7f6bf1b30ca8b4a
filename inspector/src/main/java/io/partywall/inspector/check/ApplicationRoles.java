package io.partywall.inspector.check;

import io.partywall.inspector.catalogue.Catalogue;
import io.partywall.inspector.catalogue.Grant;
import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Role;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the roles that applications act as: first those that policies bind to a context, then those that were granted
 * tenants' tables, then those that own them. Roles whose policies do not ask who is acting, such as a platform's own, are
 * not among them.
 */
final class ApplicationRoles {

    private static final int MOST = 16;
    /** One table in so many is few. */
    private static final int FEW = 8;

    private static final Set<String> DATA = Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE");

    private final Catalogue catalogue;
    private final List<Relation> tenantTables;

    ApplicationRoles(Catalogue catalogue, List<Relation> tenantTables) {
        this.catalogue = catalogue;
        this.tenantTables = tenantTables;
    }

    /**
     * The guess.
     *
     * @param asksWhoActs whether a policy depends on the session
     */
    List<Role> guess(Predicate<Policy> asksWhoActs) {
        List<Stream<Role>> ways = List.of(bound(asksWhoActs), granted(), everybody(), owners(), connected());
        return ways.stream()
                .map(way -> people(way.collect(Collectors.toCollection(LinkedHashSet::new))))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** A role that few tables know, where others are known to many, is no application but an exception for it. */
    private Stream<Role> bound(Predicate<Policy> asksWhoActs) {
        Map<Long, Long> tables = tenantTables.stream()
                .flatMap(table -> catalogue.policies(table).stream()
                        .filter(policy -> !policy.forPublic())
                        .filter(asksWhoActs)
                        .flatMap(policy -> policy.roles().stream())
                        .distinct())
                .collect(Collectors.groupingBy(oid -> oid, Collectors.counting()));
        long most = tables.values().stream().mapToLong(n -> n).max().orElse(0);
        return tables.entrySet().stream()
                .filter(role -> role.getValue() * FEW >= most)
                .map(role -> catalogue.role(role.getKey()));
    }

    private Stream<Grant> grantsOnTenantTables() {
        Set<Long> tables = tenantTables.stream().map(Relation::oid).collect(Collectors.toSet());
        return catalogue.grants().stream().filter(g -> tables.contains(g.relation()) && DATA.contains(g.privilege()));
    }

    private Stream<Role> granted() {
        return grantsOnTenantTables()
                .filter(g -> g.grantee() != Role.PUBLIC)
                .map(Grant::grantee)
                .distinct()
                .map(catalogue::role)
                .filter(role -> !role.unbound()
                        || grantsOnTenantTables()
                                .map(g -> catalogue.role(g.grantee()))
                                .allMatch(Role::unbound));
    }

    /** What is granted to PUBLIC is everybody's who can log in. */
    private Stream<Role> everybody() {
        return grantsOnTenantTables().anyMatch(g -> g.grantee() == Role.PUBLIC)
                ? catalogue.roles().stream()
                        .filter(r -> r.canLogin() && !r.unbound() && !r.predefined())
                        .filter(r -> tenantTables.stream().noneMatch(t -> t.owner() == r.oid()))
                : Stream.empty();
    }

    private Stream<Role> owners() {
        return tenantTables.stream()
                .map(Relation::owner)
                .distinct()
                .map(catalogue::role)
                .sorted(Comparator.comparing(Role::superuser));
    }

    private Stream<Role> connected() {
        return catalogue.role(catalogue.server().user()).stream();
    }

    /** A group stands for those who log in and have its rights; for itself where they have to become it. */
    private List<Role> people(Set<Role> roles) {
        Set<Role> people = new LinkedHashSet<>();
        for (Role role : roles) {
            List<Role> members = role.canLogin()
                    ? List.of()
                    : catalogue.roles().stream()
                            .filter(r -> r.canLogin() && !r.superuser() && catalogue.inherits(r.oid(), role.oid()))
                            .toList();
            List<Role> bound =
                    members.stream().filter(r -> !r.bypassRowSecurity()).toList();
            people.addAll(members.isEmpty() ? List.of(role) : bound.isEmpty() ? members : bound);
        }
        return people.stream()
                .filter(r -> !r.predefined())
                .sorted(Comparator.comparing(Role::name))
                .limit(MOST)
                .toList();
    }
}
