package io.partywall.inspector.check.grants;

import io.partywall.inspector.catalogue.Privilege;
import io.partywall.inspector.finding.Severity;

/** E1. */
final class TruncateGranted extends UnboundPrivilege {

    TruncateGranted() {
        super(
                "E1",
                Severity.CRITICAL,
                Privilege.TRUNCATE,
                "TRUNCATE asks no policy: it empties the table for every tenant.");
    }
}
