package io.partywall.inspector.check.performance;

import io.partywall.inspector.check.Check;
import java.util.List;

/** Group P. */
public final class PerformanceChecks {

    private PerformanceChecks() {}

    public static List<Check> all() {
        return List.of(
                new NoTenantIndex(),
                new TenantNotFirst(),
                new UnusableIndex(),
                new OrInPolicy(),
                new UnindexedReference(),
                new SeveralPermissive(),
                new JsonForEachRow());
    }
}
