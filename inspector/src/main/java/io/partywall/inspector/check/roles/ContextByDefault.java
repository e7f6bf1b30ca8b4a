package io.partywall.inspector.check.roles;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.Locale;
import java.util.Set;

/** A12. */
final class ContextByDefault extends Check {

    /** What is no tenant: nothing is closed when it is the context. */
    private static final Set<String> NOBODY = Set.of("", "00000000-0000-0000-0000-000000000000", "-1");

    ContextByDefault() {
        super(
                "A12",
                Severity.CRITICAL,
                "sessions begin in a tenant's context",
                "A connection on which the application forgot to say who is acting is not closed: it acts as the tenant"
                        + " that the default names.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Defaults.of(
                        db,
                        d -> db.contextSettings().contains(d.name().toLowerCase(Locale.ROOT))
                                && !NOBODY.contains(d.value()))
                .forEach((setting, defaults) -> findings.add(
                        "setting " + setting,
                        Defaults.said(db, defaults),
                        Defaults.query(setting),
                        Remedy.mechanical(Step.SETTINGS, Defaults.resets(db, defaults))));
    }
}
