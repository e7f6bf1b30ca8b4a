package io.partywall.inspector.check.roles;

import io.partywall.inspector.catalogue.Catalogue;
import io.partywall.inspector.catalogue.Membership;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Lineage;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the application owns, by itself or by inheritance, and how it gives it away. */
final class Ownership {

    private Ownership() {}

    /** Tenant tables and the root that the application owns, those of one family together. */
    static Map<Relation, List<Relation>> owned(Database db, Predicate<Relation> which) {
        return Lineage.families(
                db.catalogue(),
                Stream.concat(db.tenantTables(), db.root().stream())
                        .filter(table -> isOwner(db, table.owner()))
                        .filter(which));
    }

    /** Whether the application has the owner's rights. */
    static boolean isOwner(Database db, long owner) {
        return db.application().stream().anyMatch(s -> s.inherits(owner));
    }

    /** Who owns, as a sentence. */
    static String said(Database db, long owner) {
        String name = db.catalogue().role(owner).name();
        return db.application().stream()
                .filter(s -> s.inherits(owner))
                .map(s -> s.role().oid() == owner
                        ? name + " is the owner"
                        : s.role().name() + " inherits from the owner, " + name)
                .collect(Collectors.joining("; "));
    }

    /** ALTER … OWNER of each, to the role that is to own what the application must not. */
    static <T> List<String> given(Database db, Collection<T> all, Function<T, String> named) {
        return all.stream()
                .map(t -> "alter " + named.apply(t) + " owner to " + Sql.identifier(newOwner(db)))
                .toList();
    }

    /**
     * Gives things away where an application's role itself owns them; else ends the membership by which it owns them.
     *
     * @param given the statements that give away
     * @param back a grant that returns what is needed, with {@code %s} for the grantee; may be empty
     */
    static Remedy remedy(Database db, long owner, List<String> given, String back) {
        Catalogue catalogue = db.catalogue();
        if (db.application().stream().noneMatch(s -> s.role().oid() == owner)) {
            List<Membership> memberships = db.application().stream()
                    .flatMap(s -> Memberships.inheriting(catalogue, s.role().oid(), owner).stream())
                    .toList();
            return Remedy.decide(
                    Step.ROLES,
                    "Let migrations log in as another role, and grant the application by name what it needs.",
                    Memberships.revocations(catalogue, memberships));
        }
        List<String> statements = new ArrayList<>(creation(db));
        statements.addAll(given);
        if (!back.isEmpty()) {
            statements.add(back.formatted(catalogue.role(owner).sql()));
        }
        return Remedy.decide(
                Step.ROLES,
                "Let migrations log in as another role, a member of the new owner; narrow what the application is"
                        + " granted to what it uses.",
                statements.toArray(String[]::new));
    }

    /** A role that owns tenant tables already, and that nobody logs in as; else a new one. */
    private static String newOwner(Database db) {
        return db.tenantTables()
                .map(t -> db.catalogue().role(t.owner()))
                .filter(r -> !r.canLogin() && !r.unbound())
                .filter(r -> db.application().stream().noneMatch(s -> s.canBecome(r.oid()) || s.inherits(r.oid())))
                .map(Role::name)
                .findFirst()
                .orElse(db.server().database() + "_owner");
    }

    private static List<String> creation(Database db) {
        String name = newOwner(db);
        return db.catalogue().role(name).isPresent()
                ? List.of()
                : List.of("do $$ begin if not exists (select from pg_roles where rolname = " + Sql.literal(name)
                        + ") then create role " + Sql.identifier(name) + " nologin; end if; end $$");
    }
}
