package io.partywall.inspector.check.roles;

import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Revocation;
import io.partywall.inspector.finding.Severity;
import java.util.List;
import java.util.Set;

/** A14. */
final class SetsParameters extends Check {

    private static final Set<String> PROTECTIONS = Set.of("session_replication_role", "lo_compat_privileges");

    SetsParameters() {
        super(
                "A14",
                Severity.MEDIUM,
                "the application may set a superuser's parameter",
                "As a replica a session checks no foreign key and fires no trigger, with lo_compat_privileges it reads"
                        + " every large object; others change how the server works for all tenants.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        db.application().stream()
                .flatMap(s -> s.settableParameters().stream())
                .distinct()
                .filter(parameter -> !db.contextSettings().contains(parameter))
                .forEach(parameter -> {
                    List<Standing> holders = db.application().stream()
                            .filter(s -> s.settableParameters().contains(parameter))
                            .toList();
                    String on = "parameter " + Sql.setting(parameter);
                    findings.add(
                            PROTECTIONS.contains(parameter) ? Severity.HIGH : Severity.MEDIUM,
                            "parameter " + parameter,
                            Database.names(holders) + " may set " + parameter,
                            "select parname, paracl from pg_parameter_acl where parname = " + Sql.literal(parameter),
                            new Revocation(db, holders)
                                    .of("set, alter system", on)
                                    .remedy());
                });
    }
}
