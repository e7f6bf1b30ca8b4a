package io.partywall.inspector.check.keys;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;

/** D10. */
final class CountedKey extends Check {

    CountedKey() {
        super(
                "D10",
                Severity.LOW,
                "a key that counts across tenants",
                "A key from one sequence for all tells each tenant how much the others do, and makes their keys easy"
                        + " to guess.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        TenantlessKeys.of(db)
                .filter(key -> key.kind() == TenantlessKeys.Kind.COUNTED)
                .forEach(key -> key.index().key().stream()
                        .flatMap(number -> db.catalogue().column(key.table(), number).stream())
                        .forEach(column -> findings.add(
                                Keys.object(key.table(), column),
                                "is a key by itself and "
                                        + (column.sequential() ? "fed by a sequence" : "counts, as whole numbers do"),
                                Keys.query(key.table(), column),
                                Remedy.advice("Use random UUIDs where the numbers are shown, or accept it."))));
    }
}
