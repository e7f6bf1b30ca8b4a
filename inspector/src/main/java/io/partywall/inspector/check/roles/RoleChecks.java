package io.partywall.inspector.check.roles;

import io.partywall.inspector.check.Check;
import java.util.List;

/** Group A. */
public final class RoleChecks {

    private RoleChecks() {}

    public static List<Check> all() {
        return List.of(new Superuser(), new BypassesRowSecurity());
    }
}
