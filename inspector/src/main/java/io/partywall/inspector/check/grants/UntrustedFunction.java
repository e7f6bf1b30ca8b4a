package io.partywall.inspector.check.grants;

import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Revocation;
import io.partywall.inspector.finding.Severity;
import java.util.List;

/** E11. */
final class UntrustedFunction extends Check {

    UntrustedFunction() {
        super(
                "E11",
                Severity.CRITICAL,
                "the application may call a function in an untrusted language",
                "Such a function acts as the server's own user of the operating system: the files of every tenant are"
                        + " open to it, whatever its arguments let it be made to do.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        db.catalogue().functions().stream()
                .filter(f -> !f.trustedLanguage() && !f.trigger())
                .forEach(function -> {
                    List<Standing> callers = db.application().stream()
                            .filter(s -> s.calls(function) && !s.inherits(function.owner()))
                            .toList();
                    if (!callers.isEmpty()) {
                        findings.add(
                                function.object(),
                                Database.names(callers) + " may call it, written in " + function.language(),
                                function.query(),
                                new Revocation(db, callers)
                                        .of("execute", "routine " + function.signature())
                                        .remedy("Where the application needs it, write it in a trusted language."));
                    }
                });
    }
}
