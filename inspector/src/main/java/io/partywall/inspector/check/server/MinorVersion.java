package io.partywall.inspector.check.server;

import io.partywall.inspector.catalogue.Server;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import java.util.Map;

/** K1, with F3 and F8. */
final class MinorVersion extends Check {

    /** The first minor release of each major without the known holes in row security. */
    private static final Map<Integer, Integer> FLOORS = Map.of(18, 0, 17, 6, 16, 10, 15, 14, 14, 19, 13, 22);

    MinorVersion() {
        super(
                "K1",
                Severity.HIGH,
                "the server has known holes in row security",
                "Minor releases before these let statistics, cached plans, MERGE or error messages tell rows that"
                        + " policies hide.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Server server = db.server();
        if (isBelowFloor(server.major(), server.minor())) {
            findings.add(
                    "server",
                    "PostgreSQL " + server.version(),
                    "select current_setting('server_version')",
                    Remedy.advice("Install the newest minor release of PostgreSQL " + server.major()
                            + ": a restart, no migration."));
        }
    }

    static boolean isBelowFloor(int major, int minor) {
        int oldest = FLOORS.keySet().stream().min(Integer::compare).orElse(0);
        return major < oldest || minor < FLOORS.getOrDefault(major, 0);
    }
}
