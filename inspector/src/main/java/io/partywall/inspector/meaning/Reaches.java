package io.partywall.inspector.meaning;

import io.partywall.inspector.catalogue.Catalogue;
import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.expression.SourceText;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Follows functions through the functions that they call. Not safe for concurrent use. */
public final class Reaches {

    private static final Pattern VERIFYING =
            Pattern.compile("(\\w+\\.)?(sha(224|256|384|512)|hmac|digest|crypt|verify\\w*|jwt_\\w+|crypto_\\w+)");

    private final Catalogue catalogue;
    private final Map<Function, Reach> known = new HashMap<>();

    public Reaches(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** What the function comes to depend on. */
    public Reach of(Function function) {
        return known.computeIfAbsent(function, this::follow);
    }

    private Reach follow(Function start) {
        Set<Function> visited = new LinkedHashSet<>();
        Set<String> settings = new LinkedHashSet<>();
        SequencedSet<Function> open = new LinkedHashSet<>(Set.of(start));
        boolean sessionUser = false;
        boolean verifies = false;
        while (!open.isEmpty()) {
            Function function = open.removeFirst();
            if (!visited.add(function)) {
                continue;
            }
            SourceText source = function.source();
            Set<String> read = source.settings();
            settings.addAll(read);
            if (source.argumentsOf("current_setting").stream().anyMatch(arguments -> !arguments.startsWith("'"))) {
                settings.add(Reach.ANY_SETTING);
            }
            sessionUser |= source.readsSessionUser();
            for (String call : source.calls()) {
                verifies |= VERIFYING.matcher(call).matches();
                catalogue.functionsNamed(call).forEach(open::add);
            }
        }
        return new Reach(Set.copyOf(settings), sessionUser, Set.copyOf(visited), verifies);
    }
}
