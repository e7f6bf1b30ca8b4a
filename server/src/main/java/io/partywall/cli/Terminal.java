package io.partywall.cli;

import java.util.Map;

/** What a person sees standard output on. */
final class Terminal {

    private Terminal() {}

    /** Whether standard output takes colours, and nobody asked for none (no-color.org). */
    @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is no terminal
    static boolean hasColours() {
        var console = System.console();
        return console != null && console.isTerminal() && wantsColours(System.getenv());
    }

    static boolean wantsColours(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(environment.get("TERM"));
    }
}
