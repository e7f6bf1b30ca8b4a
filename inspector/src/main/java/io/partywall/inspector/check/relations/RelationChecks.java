package io.partywall.inspector.check.relations;

import io.partywall.inspector.check.Check;
import java.util.List;

/** Group B. */
public final class RelationChecks {

    private RelationChecks() {}

    public static List<Check> all() {
        return List.of(new NoRowSecurity());
    }
}
