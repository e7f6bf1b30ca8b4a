package io.partywall.inspector.check.roles;

import io.partywall.inspector.catalogue.Catalogue;
import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A10. */
final class HoldsPredefinedRole extends Check {

    private static final Map<String, Severity> ROLES = Map.ofEntries(
            Map.entry("pg_read_server_files", Severity.CRITICAL),
            Map.entry("pg_write_server_files", Severity.CRITICAL),
            Map.entry("pg_execute_server_program", Severity.CRITICAL),
            Map.entry("pg_read_all_data", Severity.HIGH),
            Map.entry("pg_write_all_data", Severity.HIGH),
            Map.entry("pg_create_subscription", Severity.HIGH),
            Map.entry("pg_monitor", Severity.MEDIUM),
            Map.entry("pg_read_all_stats", Severity.MEDIUM),
            Map.entry("pg_read_all_settings", Severity.MEDIUM),
            Map.entry("pg_stat_scan_tables", Severity.MEDIUM),
            Map.entry("pg_maintain", Severity.MEDIUM),
            Map.entry("pg_signal_backend", Severity.MEDIUM),
            Map.entry("pg_checkpoint", Severity.MEDIUM));

    HoldsPredefinedRole() {
        super(
                "A10",
                Severity.HIGH,
                "the application holds a predefined role",
                "Such roles reach past tables and policies: the server's files and programs, every table without row"
                        + " security, or what other sessions are doing.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Catalogue catalogue = db.catalogue();
        for (Standing app : db.application()) {
            List<Role> held = catalogue.roles().stream()
                    .filter(r -> ROLES.containsKey(r.name()) && (app.inherits(r.oid()) || app.canBecome(r.oid())))
                    .toList();
            held.stream()
                    .map(r -> ROLES.getOrDefault(r.name(), Severity.MEDIUM))
                    .max(Comparator.naturalOrder())
                    .ifPresent(worst -> findings.add(
                            worst,
                            app.role().object(),
                            app.role().name() + " is a member of "
                                    + held.stream().map(Role::name).collect(Collectors.joining(", ")),
                            "select rolname from pg_roles where rolname in ("
                                    + held.stream()
                                            .map(r -> Sql.literal(r.name()))
                                            .collect(Collectors.joining(", "))
                                    + ") and pg_has_role("
                                    + Sql.literal(app.role().name()) + ", oid, 'MEMBER')",
                            remedy(catalogue, app, held)));
        }
    }

    private static Remedy remedy(Catalogue catalogue, Standing app, List<Role> held) {
        return Remedy.decide(
                Step.ROLES,
                "Grant it by name what it has to read, and let monitoring log in as another role.",
                Memberships.revocations(
                        catalogue,
                        held.stream()
                                .flatMap(r -> Memberships.towards(
                                        catalogue, app.role().oid(), r.oid()))
                                .toList()));
    }
}
