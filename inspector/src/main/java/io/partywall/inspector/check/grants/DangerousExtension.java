package io.partywall.inspector.check.grants;

import io.partywall.inspector.catalogue.Privilege;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.Server;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Walls;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.Optional;
import java.util.Set;

/** E15. */
final class DangerousExtension extends Check {

    private static final Set<String> DANGEROUS = Set.of(
            "dblink",
            "postgres_fdw",
            "file_fdw",
            "adminpack",
            "pageinspect",
            "pg_cron",
            "plpython3u",
            "plperlu",
            "pltclu");

    private static final String STATEMENTS = "pg_stat_statements";

    DangerousExtension() {
        super(
                "E15",
                Severity.MEDIUM,
                "an extension that reaches past the policies is installed",
                "It reads files, pages or other databases, or runs what it is told as somebody else: one careless grant"
                        + " away from every tenant's rows.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        if (db.application().isEmpty()) {
            return;
        }
        db.server().extensions().stream()
                .map(Server.Extension::name)
                .filter(name -> DANGEROUS.contains(name) || (name.equals(STATEMENTS) && readsStatements(db)))
                .forEach(name -> findings.add(
                        "extension " + Sql.identifier(name),
                        name.equals(STATEMENTS)
                                ? "the application reads the statements of every tenant's sessions in it"
                                : name + " is installed",
                        "select extname, extversion from pg_extension where extname = " + Sql.literal(name),
                        name.equals(STATEMENTS)
                                ? Remedy.decide(
                                        Step.GRANTS,
                                        "Let monitoring log in as another role.",
                                        "revoke pg_read_all_stats from " + Walls.roles(db))
                                : Remedy.decide(
                                        Step.GRANTS,
                                        "Where it is in use, keep it in a schema that the application may not enter.",
                                        "drop extension " + Sql.identifier(name))));
    }

    private static boolean readsStatements(Database db) {
        Optional<Role> all = db.catalogue().role("pg_read_all_stats");
        return db.catalogue().relations().stream()
                .filter(r -> r.ofExtension() && r.name().equals(STATEMENTS))
                .anyMatch(view -> db.application().stream()
                        .anyMatch(s -> s.privileges(view).contains(Privilege.SELECT)
                                && all.filter(r -> s.inherits(r.oid())).isPresent()));
    }
}
