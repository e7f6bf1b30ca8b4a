package io.partywall.inspector.check.grants;

import io.partywall.inspector.catalogue.Privilege;
import io.partywall.inspector.finding.Severity;

/** E3. */
final class TriggerGranted extends UnboundPrivilege {

    TriggerGranted() {
        super(
                "E3",
                Severity.CRITICAL,
                Privilege.TRIGGER,
                "A trigger of its own sees, and may change, the rows that others write," + " with their rights.");
    }
}
