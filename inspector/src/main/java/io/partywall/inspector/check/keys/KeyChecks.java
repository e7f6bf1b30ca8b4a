package io.partywall.inspector.check.keys;

import io.partywall.inspector.check.Check;
import java.util.List;

/** Group D. */
public final class KeyChecks {

    private KeyChecks() {}

    public static List<Check> all() {
        return List.of(
                new NullableTenant(),
                new TenantMayChange(),
                new OtherTenantType(),
                new TenantByDefault(),
                new CrossingReference(),
                new CrossingDelete(),
                new TenantWithoutReference(),
                new UniqueAcrossTenants(),
                new CountedKey(),
                new SwitchedOffCheck(),
                new UnprovenReference());
    }
}
