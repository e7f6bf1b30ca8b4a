package io.partywall.inspector.check.grants;

import io.partywall.inspector.catalogue.DefaultPrivilege;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.Schema;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** E9. */
final class DefaultGrants extends Check {

    DefaultGrants() {
        super(
                "E9",
                Severity.MEDIUM,
                "new tables are granted to the application by default",
                "A table is reachable from the moment it exists, before anybody has written its policies.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Map<String, List<DefaultPrivilege>> found = new TreeMap<>();
        db.catalogue().defaultPrivileges().stream()
                .filter(p -> reaches(db, p))
                .forEach(p -> found.computeIfAbsent(object(db, p), object -> new ArrayList<>())
                        .add(p));
        found.forEach((object, given) -> findings.add(
                object,
                given.stream()
                        .map(p -> "what " + db.catalogue().role(p.creator()).name() + " creates is granted to "
                                + (p.grantee() == Role.PUBLIC
                                        ? "PUBLIC"
                                        : db.catalogue().role(p.grantee()).name())
                                + " (" + String.join(", ", p.privileges()) + ")")
                        .collect(Collectors.joining("; ")),
                "select defaclrole::regrole, defaclnamespace::regnamespace, defaclacl from pg_default_acl where"
                        + " defaclobjtype = 'r'",
                Remedy.decide(
                        Step.GRANTS,
                        "Grant each new table by name in its migration, after its policies.",
                        given.stream().map(p -> revocation(db, p)).toArray(String[]::new))));
    }

    private static boolean reaches(Database db, DefaultPrivilege given) {
        return db.application().stream()
                .anyMatch(s -> s.role().oid() != given.creator()
                        && s.isAmong(List.of(given.grantee()))
                        && (given.schema() == 0
                                || db.catalogue()
                                        .schema(given.schema())
                                        .filter(s::uses)
                                        .isPresent()));
    }

    private static String object(Database db, DefaultPrivilege given) {
        return db.catalogue().schema(given.schema()).map(Schema::object).orElse("database");
    }

    private static String revocation(Database db, DefaultPrivilege given) {
        return "alter default privileges for role "
                + db.catalogue().role(given.creator()).sql()
                + db.catalogue()
                        .schema(given.schema())
                        .map(s -> " in schema " + s.sql())
                        .orElse("")
                + " revoke " + String.join(", ", given.privileges()).toLowerCase(Locale.ROOT) + " on tables from "
                + (given.grantee() == Role.PUBLIC
                        ? "public"
                        : db.catalogue().role(given.grantee()).sql());
    }
}
