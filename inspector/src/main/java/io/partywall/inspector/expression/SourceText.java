package io.partywall.inspector.expression;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the body of a function mentions, in SQL or PL/pgSQL. The server keeps no tree of it, so it is cut into tokens, with
 * comments left out and strings kept apart: a name inside a comment is no call, a setting's name is a string.
 */
public final class SourceText {

    private enum Kind {
        WORD,
        STRING,
        SYMBOL
    }

    private record Token(Kind kind, String text) {
        boolean isWord(String... words) {
            return kind == Kind.WORD && List.of(words).contains(text);
        }

        boolean isSymbol(String symbol) {
            return kind == Kind.SYMBOL && text.equals(symbol);
        }
    }

    private final List<Token> tokens;

    private SourceText(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** The body of a function; never fails, whatever the text. */
    public static SourceText of(String body) {
        return new SourceText(tokens(body));
    }

    /** The settings that it reads by {@code current_setting('name' …)}, lower case. */
    public Set<String> settings() {
        Set<String> settings = new LinkedHashSet<>();
        for (int i = 0; i + 2 < tokens.size(); i++) {
            if (tokens.get(i).isWord("current_setting")
                    && tokens.get(i + 1).isSymbol("(")
                    && tokens.get(i + 2).kind() == Kind.STRING) {
                settings.add(tokens.get(i + 2).text().toLowerCase(Locale.ROOT));
            }
        }
        return settings;
    }

    /** Whether it asks who is logged in. */
    public boolean readsSessionUser() {
        return tokens.stream().anyMatch(t -> t.isWord("current_user", "session_user", "current_role"));
    }

    /** The names that stand before a parenthesis, lower case, with their schema where it is written: possible calls. */
    public Set<String> calls() {
        Set<String> calls = new LinkedHashSet<>();
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).kind() == Kind.WORD && tokens.get(i + 1).isSymbol("(")) {
                calls.add(qualified(i));
            }
        }
        return calls;
    }

    private String qualified(int at) {
        boolean hasSchema = at >= 2
                && tokens.get(at - 1).isSymbol(".")
                && tokens.get(at - 2).kind() == Kind.WORD;
        return hasSchema
                ? tokens.get(at - 2).text() + "." + tokens.get(at).text()
                : tokens.get(at).text();
    }

    /** Whether the word occurs, as a name or a keyword: {@code raise}, {@code tenant_id}. */
    public boolean mentions(String word) {
        String wanted = word.toLowerCase(Locale.ROOT);
        return tokens.stream().anyMatch(t -> t.kind() == Kind.WORD && t.text().equals(wanted));
    }

    /** Whether it adds rows to a table of that name: INTO and the name, with a schema perhaps. */
    public boolean addsTo(String table) {
        String wanted = table.toLowerCase(Locale.ROOT);
        for (int i = 0; i + 2 < tokens.size(); i++) {
            if (tokens.get(i).isWord("insert", "merge") && tokens.get(i + 1).isWord("into")) {
                int name = i + 4 < tokens.size() && tokens.get(i + 3).isSymbol(".") ? i + 4 : i + 2;
                if (tokens.get(name).isWord(wanted)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether it runs a text as a statement: PL/pgSQL's EXECUTE, whatever the text. */
    public boolean executesText() {
        for (int i = 0; i < tokens.size(); i++) {
            boolean ofTrigger = i + 1 < tokens.size() && tokens.get(i + 1).isWord("function", "procedure");
            if (tokens.get(i).isWord("execute") && !ofTrigger) {
                return true;
            }
        }
        return false;
    }

    /** Whether it has an EXCEPTION block, which opens a sub-transaction. */
    public boolean catchesExceptions() {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).isWord("exception") && tokens.get(i + 1).isWord("when")) {
                return true;
            }
        }
        return false;
    }

    /** The constant strings of it. */
    public List<String> strings() {
        return tokens.stream()
                .filter(t -> t.kind() == Kind.STRING)
                .map(Token::text)
                .toList();
    }

    /** The tokens between the parentheses that follow each call of the function, as text with spaces between. */
    public List<String> argumentsOf(String function) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).isWord(function) && tokens.get(i + 1).isSymbol("(")) {
                StringBuilder arguments = new StringBuilder();
                int depth = 1;
                for (int j = i + 2; j < tokens.size() && depth > 0; j++) {
                    depth += tokens.get(j).isSymbol("(") ? 1 : tokens.get(j).isSymbol(")") ? -1 : 0;
                    if (depth > 0) {
                        String text = tokens.get(j).text();
                        arguments
                                .append(tokens.get(j).kind() == Kind.STRING ? "'" + text + "'" : text)
                                .append(' ');
                    }
                }
                found.add(arguments.toString().strip());
            }
        }
        return found;
    }

    /** All of it with one space between tokens, without comments, strings in quotes: for patterns. */
    public String normalized() {
        return tokens.stream()
                .map(t -> t.kind() == Kind.STRING ? "'" + t.text() + "'" : t.text())
                .collect(Collectors.joining(" "));
    }

    private static List<Token> tokens(String body) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < body.length()) {
            char c = body.charAt(at);
            if (body.startsWith("--", at)) {
                int end = body.indexOf('\n', at);
                at = end < 0 ? body.length() : end;
            } else if (body.startsWith("/*", at)) {
                at = endOfComment(body, at);
            } else if (c == '\'') {
                boolean escapes = at > 0 && Character.toLowerCase(body.charAt(at - 1)) == 'e';
                StringBuilder text = new StringBuilder();
                at = quoted(body, at, '\'', escapes, text);
                tokens.add(new Token(Kind.STRING, text.toString()));
            } else if (c == '"') {
                StringBuilder text = new StringBuilder();
                at = quoted(body, at, '"', false, text);
                tokens.add(new Token(Kind.WORD, text.toString()));
            } else if (c == '$' && !dollarTag(body, at).isEmpty()) {
                String tag = dollarTag(body, at);
                int end = body.indexOf(tag, at + tag.length());
                int stop = end < 0 ? body.length() : end;
                tokens.add(new Token(Kind.STRING, body.substring(at + tag.length(), stop)));
                at = Math.min(body.length(), stop + tag.length());
            } else if (Character.isLetterOrDigit(c) || c == '_') {
                int end = at;
                while (end < body.length()
                        && (Character.isLetterOrDigit(body.charAt(end)) || body.charAt(end) == '_')) {
                    end++;
                }
                tokens.add(new Token(Kind.WORD, body.substring(at, end).toLowerCase(Locale.ROOT)));
                at = end;
            } else {
                if (!Character.isWhitespace(c)) {
                    tokens.add(new Token(Kind.SYMBOL, String.valueOf(c)));
                }
                at++;
            }
        }
        return tokens;
    }

    /** Comments nest. */
    private static int endOfComment(String body, int start) {
        int depth = 0;
        int at = start;
        while (at < body.length()) {
            if (body.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (body.startsWith("*/", at)) {
                depth--;
                at += 2;
                if (depth == 0) {
                    return at;
                }
            } else {
                at++;
            }
        }
        return at;
    }

    private static int quoted(String body, int start, char quote, boolean escapes, StringBuilder text) {
        int at = start + 1;
        while (at < body.length()) {
            char c = body.charAt(at);
            if (escapes && c == '\\' && at + 1 < body.length()) {
                text.append(body.charAt(at + 1));
                at += 2;
            } else if (c == quote && at + 1 < body.length() && body.charAt(at + 1) == quote) {
                text.append(quote);
                at += 2;
            } else if (c == quote) {
                return at + 1;
            } else {
                text.append(c);
                at++;
            }
        }
        return at;
    }

    /** The {@code $tag$} that begins there; empty where none does. */
    private static String dollarTag(String body, int at) {
        int end = at + 1;
        while (end < body.length() && (Character.isLetterOrDigit(body.charAt(end)) || body.charAt(end) == '_')) {
            end++;
        }
        return end < body.length() && body.charAt(end) == '$' ? body.substring(at, end + 1) : "";
    }
}
