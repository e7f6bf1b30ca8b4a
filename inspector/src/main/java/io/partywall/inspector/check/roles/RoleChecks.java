package io.partywall.inspector.check.roles;

import io.partywall.inspector.check.Check;
import java.util.List;

/** Group A, and G6. */
public final class RoleChecks {

    private RoleChecks() {}

    public static List<Check> all() {
        return List.of(
                new Superuser(),
                new BypassesRowSecurity(),
                new BecomesUnbound(),
                new OwnsUnforcedTable(),
                new OwnsTable(),
                new BecomesOwner(),
                new OwnsSchema(),
                new CreatesRoles(),
                new Replicates(),
                new HoldsPredefinedRole(),
                new PassesRightsOn(),
                new ContextByDefault(),
                new UnsafeDefault(),
                new SetsParameters(),
                new OwnsOtherThings(),
                new LoginBecomesUnbound());
    }
}
