package io.partywall.inspector.check.roles;

import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.SettingDefault;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.check.Database;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Settings that ALTER ROLE or ALTER DATABASE gives to the application's sessions. */
final class Defaults {

    private Defaults() {}

    /** Those of them that are meant, by name. */
    static Map<String, List<SettingDefault>> of(Database db, Predicate<SettingDefault> which) {
        return db.catalogue().settingDefaults().stream()
                .filter(d -> reaches(db, d.role()))
                .filter(which)
                .collect(Collectors.groupingBy(
                        d -> d.name().toLowerCase(Locale.ROOT), TreeMap::new, Collectors.toList()));
    }

    /** A session keeps its login's settings when it becomes another role. */
    private static boolean reaches(Database db, long role) {
        return role == Role.PUBLIC
                || db.application().stream()
                        .anyMatch(s -> s.role().oid() == role
                                || (!db.catalogue().role(role).unbound()
                                        && Memberships.leads(
                                                db.catalogue(), role, s.role().oid())));
    }

    /** Which values are given to whom. */
    static String said(Database db, List<SettingDefault> defaults) {
        return defaults.stream()
                .map(d -> "every session " + of(db, d) + " begins with " + d.name() + " = " + d.value())
                .collect(Collectors.joining("; "));
    }

    private static String of(Database db, SettingDefault given) {
        return (given.role() == Role.PUBLIC
                        ? "of any role"
                        : "of " + db.catalogue().role(given.role()).name())
                + (given.database() == 0 ? "" : " in this database");
    }

    static String query(String setting) {
        return "select setdatabase, setrole::regrole, setconfig from pg_db_role_setting where exists (select from"
                + " unnest(setconfig) c where lower(split_part(c, '=', 1)) = " + Sql.literal(setting) + ")";
    }

    /** SQL that takes them back. */
    static String[] resets(Database db, List<SettingDefault> defaults) {
        return defaults.stream().map(d -> reset(db, d)).distinct().toArray(String[]::new);
    }

    private static String reset(Database db, SettingDefault given) {
        String database = "database " + Sql.identifier(db.server().database());
        String role = "role "
                + (given.role() == Role.PUBLIC
                        ? "all"
                        : db.catalogue().role(given.role()).sql());
        String whose = given.database() == 0 ? role : given.role() == Role.PUBLIC ? database : role + " in " + database;
        return "alter " + whose + " reset " + Sql.setting(given.name());
    }
}
