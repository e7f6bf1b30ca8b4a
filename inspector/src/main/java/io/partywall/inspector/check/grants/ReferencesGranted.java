package io.partywall.inspector.check.grants;

import io.partywall.inspector.catalogue.Privilege;
import io.partywall.inspector.finding.Severity;

/** E2. */
final class ReferencesGranted extends UnboundPrivilege {

    ReferencesGranted() {
        super(
                "E2",
                Severity.MEDIUM,
                Privilege.REFERENCES,
                "A foreign key of its own tells its holder which keys of other tenants"
                        + " exist, since checks of foreign keys ask no policy.");
    }
}
