package io.partywall.inspector.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression as {@code pg_get_expr} writes it, with every operator in parentheses, and small changes of it that keep
 * what it says.
 */
final class PolicyText {

    private static final Pattern SETTING =
            Pattern.compile("(?<!NULLIF\\()current_setting\\(('(?:[^']|'')*')::text(, true)?\\)");

    private final String text;

    PolicyText(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }

    /** Without the parentheses around all of it. */
    PolicyText bare() {
        return text.startsWith("(") && end(0) == text.length() - 1
                ? new PolicyText(text.substring(1, text.length() - 1))
                : this;
    }

    /** What stands on the right, where all of it is {@code (column = …)}; otherwise empty. */
    String comparedWith(String column) {
        String start = "(" + column + " = ";
        return text.startsWith(start) && end(0) == text.length() - 1
                ? text.substring(start.length(), text.length() - 1)
                : "";
    }

    /** With NULL for the empty text in these settings; where they are required to be set, only if asked to. */
    PolicyText nullForEmpty(Set<String> settings, boolean requiredToo) {
        Matcher matcher = SETTING.matcher(text);
        return new PolicyText(matcher.replaceAll(found -> {
            String name = found.group(1).substring(1, found.group(1).length() - 1);
            boolean wanted =
                    settings.contains(name.toLowerCase(Locale.ROOT)) && (requiredToo || found.group(2) != null);
            return Matcher.quoteReplacement(
                    wanted ? "NULLIF(current_setting(" + found.group(1) + "::text, true), ''::text)" : found.group());
        }));
    }

    /** With what the column is compared with in a sub-select, which is run once and not for each row. */
    PolicyText comparingOnce(String column) {
        String start = "(" + column + " = ";
        StringBuilder changed = new StringBuilder(text);
        for (int at : placesOf(text, start)) {
            int from = at + start.length();
            int to = end(at);
            String compared = text.substring(from, to);
            boolean done = compared.startsWith("( SELECT")
                    || compared.startsWith("ANY (")
                    || compared.startsWith("ALL (")
                    || mentions(compared, column)
                    || !compared.contains("(");
            if (!done) {
                changed.replace(from, to, "( SELECT " + compared + ")");
            }
        }
        return new PolicyText(changed.toString());
    }

    /** With the calls of these functions, named as they are written, in sub-selects. */
    PolicyText callingOnce(Set<String> functions) {
        PolicyText changed = this;
        for (String function : functions) {
            changed = changed.callingOnce(function);
        }
        return changed;
    }

    private PolicyText callingOnce(String function) {
        StringBuilder changed = new StringBuilder(text);
        for (int at : placesOf(text, function + "(")) {
            boolean whole = at == 0 || !isOfName(text.charAt(at - 1));
            if (whole) {
                int to = end(at + function.length()) + 1;
                changed.replace(at, to, "( SELECT " + text.substring(at, to) + ")");
            }
        }
        return new PolicyText(changed.toString());
    }

    /** Whether one of these functions is called outside a sub-select. */
    boolean calls(Set<String> functions) {
        return functions.stream()
                .anyMatch(f ->
                        placesOf(text, f + "(").stream().anyMatch(at -> at == 0 || !isOfName(text.charAt(at - 1))));
    }

    private static boolean mentions(String text, String column) {
        return Pattern.compile("(?<![\\w.\"])" + Pattern.quote(column) + "(?![\\w\"(])")
                .matcher(text)
                .find();
    }

    private static boolean isOfName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '"';
    }

    /** Where it stands outside sub-selects and quotes, the last first. */
    private static List<Integer> placesOf(String text, String wanted) {
        List<Integer> places = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("( SELECT", at)) {
                at = end(text, at) + 1;
                continue;
            }
            if (text.startsWith(wanted, at)) {
                places.addFirst(at);
            }
            char c = text.charAt(at);
            boolean quotedName = c == '"' && wanted.charAt(0) != '"';
            at = c == '\'' || quotedName ? text.indexOf(c, at + 1) + 1 : at + 1;
            if (at == 0) {
                return places;
            }
        }
        return places;
    }

    private int end(int start) {
        return end(text, start);
    }

    /** Where the parenthesis that opens there is closed. */
    private static int end(String text, int start) {
        int depth = 0;
        char quote = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return i;
            }
        }
        return text.length();
    }
}
