package io.partywall.inspector.check.grants;

import io.partywall.inspector.check.Check;
import java.util.List;

/** Group E. */
public final class GrantChecks {

    private GrantChecks() {}

    public static List<Check> all() {
        return List.of();
    }
}
