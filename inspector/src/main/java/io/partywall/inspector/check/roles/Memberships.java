package io.partywall.inspector.check.roles;

import io.partywall.inspector.catalogue.Catalogue;
import io.partywall.inspector.catalogue.Membership;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.Sql;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which memberships let a role become another, or have its rights, and how they end. */
final class Memberships {

    private Memberships() {}

    /** Whether SET ROLE leads from the one role to the other, through any number of memberships. */
    static boolean leads(Catalogue catalogue, long from, long to) {
        return !leading(catalogue, from, to).isEmpty();
    }

    /** The role's own memberships through which SET ROLE leads to the other. */
    static List<Membership> leading(Catalogue catalogue, long from, long to) {
        return towards(catalogue, from, to, Membership::set);
    }

    /** The role's own memberships that make it a member of the other, in whatever way. */
    static Stream<Membership> towards(Catalogue catalogue, long from, long to) {
        return towards(catalogue, from, to, m -> true).stream();
    }

    private static List<Membership> towards(Catalogue catalogue, long from, long to, Predicate<Membership> counts) {
        Set<Long> there = new HashSet<>();
        Deque<Long> open = new ArrayDeque<>(List.of(to));
        while (!open.isEmpty()) {
            long role = open.pop();
            if (there.add(role)) {
                catalogue.memberships().stream()
                        .filter(m -> m.role() == role && counts.test(m))
                        .forEach(m -> open.push(m.member()));
            }
        }
        return catalogue.memberships().stream()
                .filter(m -> m.member() == from && counts.test(m) && there.contains(m.role()))
                .toList();
    }

    /** The role's own memberships by which it has the rights of the other. */
    static List<Membership> inheriting(Catalogue catalogue, long from, long other) {
        return catalogue.memberships().stream()
                .filter(m -> m.member() == from && catalogue.inherits(m.role(), other))
                .toList();
    }

    /** SQL that ends the memberships. */
    static String[] revocations(Catalogue catalogue, Collection<Membership> memberships) {
        return memberships.stream()
                .distinct()
                .flatMap(m -> revocations(catalogue, m, ""))
                .toArray(String[]::new);
    }

    /** SQL that ends the membership, or an option of it such as {@code admin option for}; one statement a grantor. */
    static Stream<String> revocations(Catalogue catalogue, Membership membership, String option) {
        boolean grantorsCount = catalogue.server().major() >= 16;
        String revoke = "revoke " + option + catalogue.role(membership.role()).sql() + " from "
                + catalogue.role(membership.member()).sql();
        return (grantorsCount ? membership.grantors() : List.of(Role.BOOTSTRAP))
                .stream()
                        .map(grantor -> grantor == Role.BOOTSTRAP
                                ? revoke
                                : revoke + " granted by "
                                        + catalogue.role(grantor).sql());
    }

    /** A query that shows the roles that the role can become, with what they are. */
    static String query(Catalogue catalogue, Role role, String condition) {
        String become = catalogue.server().major() >= 16 ? "SET" : "MEMBER";
        return "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolreplication from pg_roles where rolname <> "
                + Sql.literal(role.name()) + " and pg_has_role(" + Sql.literal(role.name()) + ", oid, '" + become
                + "') and (" + condition + ")";
    }
}
