package io.partywall.inspector.check.grants;

import io.partywall.inspector.check.Check;
import java.util.List;

/** Group E. */
public final class GrantChecks {

    private GrantChecks() {}

    public static List<Check> all() {
        return List.of(
                new TruncateGranted(),
                new ReferencesGranted(),
                new TriggerGranted(),
                new MaintainGranted(),
                new GrantedToPublic(),
                new CreatesInSchema(),
                new CreatesInDatabase(),
                new TemporaryTables(),
                new DefaultGrants(),
                new DangerousFunctions(),
                new UntrustedFunction(),
                new DefinerPassesPolicies(),
                new SecretReadable(),
                new SequenceReadable(),
                new DangerousExtension(),
                new ForeignServerUsable());
    }
}
