package io.partywall.inspector.check.roles;

import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Database;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Attributes are not inherited, but SET ROLE puts them on. */
final class Attributes {

    private Attributes() {}

    /** The application's roles that have an attribute or can become a role that has it; roles that no policy binds aside. */
    static Map<Standing, List<Role>> of(Database db, Predicate<Role> attribute) {
        Map<Standing, List<Role>> found = new LinkedHashMap<>();
        for (Standing app : db.application()) {
            List<Role> holders = db.catalogue().roles().stream()
                    .filter(attribute)
                    .filter(r -> r.equals(app.role()) || (!r.unbound() && app.canBecome(r.oid())))
                    .toList();
            if (!holders.isEmpty()) {
                found.put(app, holders);
            }
        }
        return found;
    }

    static String said(Standing app, List<Role> holders, String attribute) {
        return holders.stream()
                .map(r -> r.equals(app.role())
                        ? r.name() + " has " + attribute
                        : app.role().name() + " can become " + r.name() + ", which has " + attribute)
                .collect(Collectors.joining("; "));
    }

    static String query(Database db, Standing app, String column) {
        String become = db.server().major() >= 16 ? "SET" : "MEMBER";
        return "select rolname, " + column + " from pg_roles where " + column + " and pg_has_role("
                + Sql.literal(app.role().name()) + ", oid, '" + become + "')";
    }

    static String[] without(List<Role> holders, String attribute) {
        return holders.stream()
                .map(r -> "alter role " + r.sql() + " " + attribute)
                .toArray(String[]::new);
    }
}
