package io.partywall.inspector.check.policies;

import io.partywall.inspector.check.Check;
import java.util.List;

/** Group C. */
public final class PolicyChecks {

    private PolicyChecks() {}

    public static List<Check> all() {
        return List.of(
                new AlwaysOpen(),
                new OtherColumnsOnly(),
                new BroaderPolicy(),
                new NoFloor(),
                new RestrictiveOnly(),
                new RestrictiveAlwaysTrue(),
                new OpenWriteCheck(),
                new FloorWithoutUsing(),
                new InheritedPolicy(),
                new RowsCanBeMoved(),
                new WritesWithoutPolicy(),
                new PolicyForPublic(),
                new NoPolicyForRole(),
                new BypassSetting(),
                new OpenWithoutContext(),
                new SharedRowsWritable(),
                new CarelessContext(),
                new DifferentSettings(),
                new PatternAsContext(),
                new LiteralTenant(),
                new SharedLoginAsTenant(),
                new ImmutableContext(),
                new VolatileContext(),
                new ParallelUnsafe(),
                new SearchPathNotPinned(),
                new ReplaceableFunction(),
                new LeakproofFunction(),
                new WritableLookup(),
                new CorrelatedLookup(),
                new HiddenColumn(),
                new CalledForEachRow(),
                new DriftingPolicy(),
                new DuplicatePolicy(),
                new PolicyForNobody(),
                new UnverifiedContext());
    }
}
