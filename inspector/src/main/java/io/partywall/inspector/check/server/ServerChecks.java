package io.partywall.inspector.check.server;

import io.partywall.inspector.check.Check;
import java.util.List;

/** Group K. */
public final class ServerChecks {

    private ServerChecks() {}

    public static List<Check> all() {
        return List.of(new MinorVersion(), new MajorVersion(), new WritesUnseen());
    }
}
