package io.partywall.inspector.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** SQL in lines that fit: it is broken only where a line end means what a space means, so that it can be copied. */
final class SqlLines {

    private static final String CONTINUED = "    ";
    // What is not broken at all: a comment ends with its line, and a body of code has lines of its own.
    private static final Pattern FIXED = Pattern.compile("--|\\$\\w*\\$|\\\\");

    private SqlLines() {}

    static List<String> of(String sql, int width) {
        List<String> lines = new ArrayList<>();
        boolean fixed = FIXED.matcher(sql).find();
        // A literal or a name that goes on in the next line began in this one.
        boolean quoted = false;
        for (String line : sql.lines().toList()) {
            if (fixed || quoted) {
                lines.add(line);
            } else {
                breakLine(line, width, lines);
            }
            quoted ^= endsQuoted(line);
        }
        return lines;
    }

    private static void breakLine(String line, int width, List<String> lines) {
        String indent = line.substring(0, line.length() - line.stripLeading().length());
        String rest = line;
        while (rest.length() > width) {
            int space = lastBreak(rest, width);
            if (space < 0) {
                break;
            }
            lines.add(rest.substring(0, space));
            rest = indent + CONTINUED + rest.substring(space + 1);
        }
        lines.add(rest);
    }

    /** The last space that may become a line end within the width, or else the first one after it; -1 where there is none. */
    private static int lastBreak(String line, int width) {
        int found = -1;
        char quote = 0;
        int start = line.length() - line.stripLeading().length();
        for (int i = start; i < line.length() && (i <= width || found < 0); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == ' ') {
                found = i;
            }
        }
        return found;
    }

    private static boolean endsQuoted(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            }
        }
        return quote != 0;
    }
}
