package io.partywall.inspector.check.channels;

import io.partywall.inspector.check.Check;
import java.util.List;

/** Group F. */
public final class ChannelChecks {

    private ChannelChecks() {}

    public static List<Check> all() {
        return List.of(new RowsInNotify(), new GlobalLock());
    }
}
