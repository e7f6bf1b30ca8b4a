package io.partywall.inspector.check.channels;

import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** F12. */
final class GlobalLock extends Check {

    GlobalLock() {
        super(
                "F12",
                Severity.LOW,
                "an advisory lock that all tenants share",
                "Its key is a constant: one tenant waits for another, and can tell that the other is at work.");
    }

    private static final List<String> LOCKS = List.of(
            "pg_advisory_lock",
            "pg_advisory_xact_lock",
            "pg_advisory_lock_shared",
            "pg_advisory_xact_lock_shared",
            "pg_try_advisory_lock",
            "pg_try_advisory_xact_lock",
            "pg_try_advisory_lock_shared",
            "pg_try_advisory_xact_lock_shared");
    private static final Pattern DEFINING = Pattern.compile("(?i)\\b(create|alter|drop)\\s+(table|index|schema)\\b");
    private static final Pattern CONSTANT = Pattern.compile(
            "(?:'[^']*'|\\d+|hashtext|hashtextextended|bigint|integer|int|int4|int8|text|pg_catalog|[-+*,():.]|\\s)+");

    /** What changes the schema works on what all tenants share: there the lock is meant to be one. */
    private static boolean definesTables(Function function) {
        return Stream.concat(
                        function.source().strings().stream(),
                        Stream.of(function.source().normalized()))
                .anyMatch(DEFINING.asPredicate());
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Set<Function> asked = Stream.concat(
                        db.tenantTables()
                                .flatMap(t -> db.catalogue().triggers(t).stream())
                                .flatMap(t -> db.catalogue().function(t.function()).stream()),
                        db.catalogue().functions().stream()
                                .filter(f -> !f.trigger() && !f.ofExtension())
                                .filter(f -> !definesTables(f))
                                .filter(f -> db.application().stream().anyMatch(s -> s.calls(f))))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        asked.forEach(f -> LOCKS.stream()
                .flatMap(lock -> f.source().argumentsOf(lock).stream())
                .filter(key -> CONSTANT.matcher(key).matches())
                .forEach(key -> findings.add(
                        f.object(),
                        "it takes the advisory lock " + key + " for all tenants",
                        f.query(),
                        Remedy.advice("Derive the key from the tenant and what is locked:"
                                + " hashtextextended(tenant || name, 0)."))));
    }
}
