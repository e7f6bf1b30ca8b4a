package io.partywall.inspector.check.grants;

import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.Server;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Revocation;
import io.partywall.inspector.finding.Severity;
import java.util.List;

/** E16. */
final class ForeignServerUsable extends Check {

    ForeignServerUsable() {
        super(
                "E16",
                Severity.HIGH,
                "the application may use a foreign server with a stored login",
                "What it reads there it reads as that login: the policies of this database are not asked.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        for (Server.ForeignServer server : db.server().foreignServers()) {
            List<Standing> users = db.application().stream()
                    .filter(s -> s.usableServers().contains(server.name()))
                    .filter(s -> server.mappedRoles().contains(Role.PUBLIC)
                            || server.mappedRoles().stream().anyMatch(r -> s.inherits(r) || s.canBecome(r)))
                    .toList();
            if (!users.isEmpty()) {
                findings.add(
                        "server " + Sql.identifier(server.name()),
                        Database.names(users) + " may use it, and a user mapping exists",
                        "select srvname, usename from pg_user_mappings where srvname = " + Sql.literal(server.name()),
                        new Revocation(db, users)
                                .of("usage", "foreign server " + Sql.identifier(server.name()))
                                .remedy());
            }
        }
    }
}
