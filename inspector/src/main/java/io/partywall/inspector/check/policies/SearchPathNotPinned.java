package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.SearchPath;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** C23. */
final class SearchPathNotPinned extends Check {

    SearchPathNotPinned() {
        super(
                "C23",
                Severity.CRITICAL,
                "a definer function that resolves names by the caller's path",
                "It runs with its owner's rights, and the caller decides where its names are looked up: a table or"
                        + " function of the caller stands in for the real one.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        boolean canBeShadowed = SearchPath.canBeShadowed(db);
        Set<Function> ofPolicies = db.functionsOfPolicies();
        db.catalogue().functions().stream()
                .filter(f -> ofPolicies.contains(f) || db.application().stream().anyMatch(s -> s.calls(f)))
                .forEach(f -> SearchPath.weakness(db, f)
                        .ifPresent(weakness -> findings.add(
                                canBeShadowed && f.searchPath().isEmpty() ? Severity.CRITICAL : Severity.HIGH,
                                f.object(),
                                "SECURITY DEFINER, and " + weakness,
                                f.query(),
                                remedy(db, f))));
    }

    private static Remedy remedy(Database db, Function function) {
        String path = path(function);
        String alter = "alter " + function.word() + " " + function.signature() + " set search_path = " + path;
        return SearchPath.open(db, SearchPath.elements(path)).isEmpty()
                ? Remedy.mechanical(Step.FUNCTIONS, alter)
                : Remedy.decide(
                        Step.FUNCTIONS,
                        "Revoke CREATE on the schemas of its path as well, or name every table with its schema and"
                                + " leave them out of the path.",
                        alter);
    }

    private static String path(Function function) {
        List<String> schemas = function.searchPath().isEmpty()
                ? List.of("pg_catalog", "public", function.schema())
                : SearchPath.elements(function.searchPath().get());
        return Stream.concat(
                        schemas.stream()
                                .filter(s -> !s.equals("pg_temp"))
                                .map(Sql::identifier)
                                .distinct(),
                        Stream.of("pg_temp"))
                .collect(Collectors.joining(", "));
    }
}
