package io.partywall.inspector.check;

import io.partywall.inspector.catalogue.Catalogue;
import io.partywall.inspector.catalogue.Grant;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Right;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes rights from those by whom the application has them: from itself, from PUBLIC, from groups that it inherits from. A
 * person decides about a group that others are in too.
 */
public final class Revocation {

    private final Database db;
    private final Collection<Standing> roles;
    private final List<String> statements = new ArrayList<>();
    private final Set<String> shared = new TreeSet<>();

    /** @param roles the application's roles that have the rights */
    public Revocation(Database db, Collection<Standing> roles) {
        this.db = db;
        this.roles = roles;
    }

    /** Revokes a privilege, or several with commas between, on what is no relation, named as {@link Right#on} has it. */
    public Revocation of(String privilege, String on) {
        return revoke(
                privilege,
                on,
                db.catalogue().rights().stream()
                        .filter(r -> r.on().equals(on) && names(privilege, r.privilege()))
                        .map(Right::grantee));
    }

    /** Revokes a privilege, or several, on a relation, and on its columns. */
    public Revocation of(String privilege, Relation relation) {
        String kind = relation.kind() == Relation.Kind.SEQUENCE ? "sequence " : "";
        return revoke(
                privilege,
                kind + relation.sql(),
                db.catalogue().grants().stream()
                        .filter(g -> g.relation() == relation.oid() && names(privilege, g.privilege()))
                        .map(Grant::grantee));
    }

    private static boolean names(String privileges, String privilege) {
        return List.of(privileges.split(", ")).contains(privilege.toLowerCase(Locale.ROOT));
    }

    private Revocation revoke(String privilege, String on, Stream<Long> grantees) {
        List<Long> from = grantees.filter(g -> roles.stream().anyMatch(s -> s.isAmong(List.of(g))))
                .distinct()
                .toList();
        from.stream()
                .filter(this::hasOthers)
                .map(g -> db.catalogue().role(g).name())
                .forEach(shared::add);
        Stream<String> names = from.isEmpty()
                ? roles.stream().map(s -> s.role().sql())
                : from.stream()
                        .map(g -> g == Role.PUBLIC
                                ? "public"
                                : db.catalogue().role(g).sql());
        statements.add(
                "revoke " + privilege + " on " + on + " from " + names.sorted().collect(Collectors.joining(", ")));
        return this;
    }

    /** Whether it is a group from which a login that is not the application's has its rights too. */
    private boolean hasOthers(long group) {
        Catalogue catalogue = db.catalogue();
        Set<Role> application =
                db.everyApplication().stream().map(Standing::role).collect(Collectors.toSet());
        return group != Role.PUBLIC
                && !application.contains(catalogue.role(group))
                && catalogue.roles().stream()
                        .filter(r -> r.canLogin() && !r.superuser() && !application.contains(r))
                        .anyMatch(r -> catalogue.inherits(r.oid(), group));
    }

    /** Whether a group is concerned that others are in too. */
    private String advice() {
        return shared.isEmpty()
                ? ""
                : "Others have their rights from " + String.join(", ", shared)
                        + " too: revoke, or take the application out of it.";
    }

    /** The remedy, which loses nothing that was meant. */
    public Remedy remedy() {
        return shared.isEmpty()
                ? Remedy.mechanical(Step.GRANTS, statements.toArray(String[]::new))
                : Remedy.decide(Step.GRANTS, advice(), statements.toArray(String[]::new));
    }

    /** The remedy, about which a person decides for that reason. */
    public Remedy remedy(String advice) {
        return Remedy.decide(Step.GRANTS, (advice + " " + advice()).strip(), statements.toArray(String[]::new));
    }
}
