package io.partywall.isolation;

import org.postgresql.core.Parser;

/** SQL without parameters, made fit for a prepared statement: a question mark there is an operator, not a parameter. */
final class PlainSql {

    private PlainSql() {}

    /** The same SQL with every question mark doubled that stands outside quotes and comments. */
    static String escaped(String sql) {
        if (sql.indexOf('?') < 0) {
            return sql;
        }
        char[] text = sql.toCharArray();
        StringBuilder escaped = new StringBuilder(sql.length() + 8);
        for (int at = 0; at < text.length; at++) {
            // Each of these answers with the last character of the quoted part that begins here, or with its beginning.
            int end =
                    switch (text[at]) {
                        case '\'' -> Parser.parseSingleQuotes(text, at, true);
                        case '"' -> Parser.parseDoubleQuotes(text, at);
                        case '-' -> Parser.parseLineComment(text, at);
                        case '/' -> Parser.parseBlockComment(text, at);
                        case '$' -> Parser.parseDollarQuotes(text, at);
                        default -> at;
                    };
            escaped.append(text, at, Math.min(end, text.length - 1) - at + 1);
            if (end == at && text[at] == '?') {
                escaped.append('?');
            }
            at = end;
        }
        return escaped.toString();
    }
}
