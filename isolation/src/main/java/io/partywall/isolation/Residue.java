package io.partywall.isolation;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.postgresql.core.Parser;

/**
 * Tells the statements that may leave something on their connection when their transaction has ended: a session's setting
 * or lock, a prepared statement (under a name that the driver uses, it would run in the next tenant's context), a cursor
 * WITH HOLD, a temporary table, a LISTEN, or a transaction that the driver knows nothing of, which the next tenant's work
 * would be lost with. Such a connection is not lent again.
 *
 * <p>It errs on the side of ending a connection. Everything but the statements of daily work counts, and of these the ones
 * that name a function which outlives its transaction or runs text that nobody has seen.
 */
final class Residue {

    private static final Set<String> CLEAN = Set.of(
            "select",
            "insert",
            "update",
            "delete",
            "merge",
            "with",
            "values",
            "table",
            "call",
            "copy",
            "explain",
            "show",
            "lock",
            "fetch",
            "move",
            "close",
            "notify",
            "truncate",
            "commit",
            "end",
            "rollback",
            "abort",
            "savepoint",
            "release");
    private static final Set<String> CLEAN_SETS = Set.of("local", "transaction", "constraints");
    /** How names begin of what sets something for the session, or runs text that is not seen here. */
    private static final List<String> SUSPECT = List.of(
            "set_config",
            "setseed",
            "pg_settings",
            "pg_advisory_lock",
            "pg_try_advisory_lock",
            "query_to_xml",
            "ts_stat",
            "ts_rewrite",
            "dblink");

    /** How a name begins whose letters are written as numbers. */
    private static final String ESCAPED_NAME = "u&\"";

    private Residue() {}

    static boolean possible(String sql) {
        String text = sql.toLowerCase(Locale.ROOT);
        int end = text.indexOf(';');
        if (end >= 0 && !text.substring(end + 1).isBlank()) {
            return true;
        }
        int at = begin(text, 0);
        String word = word(text, at);
        boolean clean = word.equals("set") ? setsForTransaction(text, at + word.length()) : CLEAN.contains(word);
        return !clean || text.contains(ESCAPED_NAME) || SUSPECT.stream().anyMatch(name -> names(text, name));
    }

    /** After SET; what is called {@code local.something} is a setting of the session like any other. */
    private static boolean setsForTransaction(String text, int from) {
        int at = begin(text, from);
        String word = word(text, at);
        int next = begin(text, at + word.length());
        return CLEAN_SETS.contains(word) && (next == text.length() || text.charAt(next) != '.');
    }

    private static boolean names(String text, String beginning) {
        int at = text.indexOf(beginning);
        while (at > 0 && Character.isJavaIdentifierPart(text.charAt(at - 1))) {
            at = text.indexOf(beginning, at + 1);
        }
        return at >= 0;
    }

    /** Where the next word begins, behind space, comments and parentheses. */
    private static int begin(String text, int from) {
        int at = from;
        while (at < text.length()) {
            char next = text.charAt(at);
            int end =
                    switch (next) {
                        case '-' -> Parser.parseLineComment(text.toCharArray(), at);
                        case '/' -> Parser.parseBlockComment(text.toCharArray(), at);
                        default -> at;
                    };
            if (end == at && next != '(' && !Character.isWhitespace(next)) {
                break;
            }
            at = end + 1;
        }
        return at;
    }

    private static String word(String text, int begin) {
        int end = begin;
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
            end++;
        }
        return text.substring(Math.min(begin, end), end);
    }
}
