package io.partywall.inspector.check.keys;

import io.partywall.inspector.check.Check;
import java.util.List;

/** Group D. */
public final class KeyChecks {

    private KeyChecks() {}

    public static List<Check> all() {
        return List.of();
    }
}
