package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Function;
import java.util.List;

/** Whether a function seems to do more than to read. */
final class Effects {

    private static final List<String> WORDS = List.of(
            "insert",
            "update",
            "delete",
            "merge",
            "truncate",
            "set_config",
            "nextval",
            "setval",
            "notify",
            "pg_notify",
            "lock",
            "create",
            "drop",
            "alter",
            "grant",
            "perform",
            "call");

    private Effects() {}

    static boolean of(Function function) {
        return function.source().executesText() || WORDS.stream().anyMatch(function.source()::mentions);
    }
}
