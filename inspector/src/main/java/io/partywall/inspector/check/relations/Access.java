package io.partywall.inspector.check.relations;

import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Walls;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The SQL that takes a relation away from the application, or names its columns. */
final class Access {

    private Access() {}

    /** Takes it from the application's roles, or from those that they have it from. */
    static String revoke(Database db, Relation relation) {
        String grantees = grantees(db, relation)
                .map(role -> role.oid() == Role.PUBLIC ? "public" : role.sql())
                .sorted()
                .collect(Collectors.joining(", "));
        return "revoke all on " + relation.sql() + " from " + (grantees.isEmpty() ? Walls.roles(db) : grantees);
    }

    /** Whether it was granted, so that it can be revoked: all that reach it do so by grants on the relation itself. */
    static boolean isGranted(Database db, Relation relation) {
        return db.reaching(relation).stream()
                .allMatch(role -> !role.owns(relation)
                        && grantees(db, relation).anyMatch(grantee -> role.isAmong(List.of(grantee.oid()))));
    }

    private static Stream<Role> grantees(Database db, Relation relation) {
        return db.catalogue().grants().stream()
                .filter(grant -> grant.relation() == relation.oid())
                .filter(grant -> db.application().stream().anyMatch(role -> role.isAmong(List.of(grant.grantee()))))
                .map(grant -> db.catalogue().role(grant.grantee()))
                .distinct();
    }

    static String columns(Database db, Relation table, List<Integer> numbers, String prefix) {
        return numbers.stream()
                .flatMap(number -> db.catalogue().column(table, number).stream())
                .map(column -> prefix + column.sql())
                .collect(Collectors.joining(", "));
    }
}
