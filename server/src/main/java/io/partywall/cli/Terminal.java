package io.partywall.cli;

import java.util.Locale;
import java.util.Map;

/** The terminal that a person sits at, if one does. */
final class Terminal {

    private Terminal() {}

    /** Whether standard output takes colours, and nobody asked for none (no-color.org). */
    @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is no terminal
    static boolean hasColours() {
        var console = System.console();
        return console != null && console.isTerminal() && wantsColours(System.getenv());
    }

    /** Whether a person looks at standard output, on something that can be drawn on. */
    @SuppressWarnings("SystemConsoleNull")
    static boolean isInteractive() {
        var console = System.console();
        return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
    }

    /** Asks for a yes; without somebody to ask it is a no. */
    @SuppressWarnings("SystemConsoleNull")
    static boolean agrees(String question) {
        var console = System.console();
        String answer = console == null || !console.isTerminal() ? null : console.readLine("%s [y/N] ", question);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    static boolean wantsColours(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(environment.get("TERM"));
    }
}
