package io.partywall.inspector.check.relations;

import io.partywall.inspector.check.Check;
import java.util.List;

/** Group B. */
public final class RelationChecks {

    private RelationChecks() {}

    public static List<Check> all() {
        return List.of(
                new NoRowSecurity(),
                new PoliciesSwitchedOff(),
                new NoPolicy(),
                new NotForced(),
                new OpenPartition(),
                new OpenChild(),
                new FuturePartitions(),
                new WithoutTenant(),
                new ViewOfAnOwner(),
                new ViewOfNoRows(),
                new ViewWithoutBarrier(),
                new MaterialisedRows(),
                new ForeignRows(),
                new RewriteRule(),
                new ForgetfulTrigger(),
                new UnwalledCopy(),
                new PublishedRows(),
                new ForeignStorage(),
                new LargeObjects());
    }
}
