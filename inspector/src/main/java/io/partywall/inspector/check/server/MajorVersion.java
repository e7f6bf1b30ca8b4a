package io.partywall.inspector.check.server;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;

/** K2. */
final class MajorVersion extends Check {

    private static final int SECURITY_INVOKER = 15;

    MajorVersion() {
        super(
                "K2",
                Severity.MEDIUM,
                "the server has no security_invoker views",
                "Before PostgreSQL 15 a view always reads with the rights of its owner: every view over tenant tables"
                        + " is a way past their policies.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        if (db.server().major() < SECURITY_INVOKER) {
            findings.add(
                    "server",
                    "PostgreSQL " + db.server().version(),
                    "select current_setting('server_version')",
                    Remedy.advice("Upgrade to a major release that is supported, 15 at least."));
        }
    }
}
