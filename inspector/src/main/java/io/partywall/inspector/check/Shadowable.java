package io.partywall.inspector.check;

import io.partywall.inspector.catalogue.Function;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** SECURITY DEFINER functions whose names the caller could answer with objects of his own. */
public final class Shadowable {

    private Shadowable() {}

    /** Those that the application can call, or that its policies call, without a search path that keeps pg_temp last. */
    public static Stream<Function> functions(Database db) {
        Set<Function> ofPolicies = db.functionsOfPolicies();
        return db.catalogue().functions().stream()
                .filter(f -> f.securityDefiner() && !f.ofExtension())
                .filter(f -> ofPolicies.contains(f) || db.application().stream().anyMatch(s -> s.calls(f)))
                .filter(f -> !isPinned(f));
    }

    /** Whether its search path is fixed, and nothing of the caller's comes before what it means. */
    public static boolean isPinned(Function function) {
        return function.searchPath()
                .map(path -> path.replace("\"", "").strip().toLowerCase(Locale.ROOT))
                .filter(path -> {
                    List<String> schemas =
                            Arrays.stream(path.split(",")).map(String::strip).toList();
                    return path.isEmpty() || schemas.getLast().equals("pg_temp");
                })
                .isPresent();
    }
}
