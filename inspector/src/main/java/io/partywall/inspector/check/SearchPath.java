package io.partywall.inspector.check;

import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.catalogue.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Functions with their owner's rights that resolve names in schemas where an application role can put something. */
public final class SearchPath {

    private static final Pattern ELEMENT = Pattern.compile("\\s*(\"(?:[^\"]|\"\")*\"|[^,]*)\\s*(?:,|$)");

    private SearchPath() {}

    /** Why names in the function are not safe; empty where they are. */
    public static Optional<String> weakness(Database db, Function function) {
        boolean parsed = function.language().equals("sql") && function.source().mentions("atomic");
        boolean concerns = function.securityDefiner() && !function.ofExtension() && !parsed;
        if (!concerns || db.application().isEmpty()) {
            return Optional.empty();
        }
        if (function.searchPath().isEmpty()) {
            return Optional.of("no search_path is pinned");
        }
        List<String> path = elements(function.searchPath().get());
        if (path.isEmpty()) {
            return Optional.empty();
        }
        boolean temporary = db.application().stream().anyMatch(Standing::createsTemporary);
        if (temporary && !path.getLast().equals("pg_temp")) {
            return Optional.of("pg_temp is not the last of its search_path, so that temporary tables come first");
        }
        return open(db, path)
                .map(name -> "its search_path names " + name + ", where the application may create objects");
    }

    /** The first schema of the path where an application role may create something. */
    public static Optional<String> open(Database db, List<String> path) {
        return path.stream()
                .filter(name -> db.catalogue().schemas().stream()
                        .filter(s -> s.name().equals(name))
                        .anyMatch(s -> db.application().stream().anyMatch(a -> a.createsIn(s))))
                .findFirst();
    }

    /** Whether an application role can put anything in front of anything. */
    public static boolean canBeShadowed(Database db) {
        return db.application().stream().anyMatch(Standing::createsAnything);
    }

    /** The schemas of a search path, without quotes; none for the empty one. */
    public static List<String> elements(String path) {
        List<String> elements = new ArrayList<>();
        Matcher matcher = ELEMENT.matcher(path);
        while (matcher.find()) {
            String element = matcher.group(1).strip();
            boolean quoted = element.startsWith("\"") && element.length() > 1;
            String name = quoted
                    ? element.substring(1, element.length() - 1).replace("\"\"", "\"")
                    : element.toLowerCase(Locale.ROOT);
            if (!name.isEmpty()) {
                elements.add(name);
            }
        }
        return elements;
    }
}
