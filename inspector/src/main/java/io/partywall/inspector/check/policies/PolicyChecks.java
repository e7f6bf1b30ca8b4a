package io.partywall.inspector.check.policies;

import io.partywall.inspector.check.Check;
import java.util.List;

/** Group C. */
public final class PolicyChecks {

    private PolicyChecks() {}

    public static List<Check> all() {
        return List.of();
    }
}
