package io.partywall.audit;

import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** Lines of CSV (RFC 4180) that a spreadsheet shows and never computes. */
final class Csv {

    /** What begins a formula in one spreadsheet or another. */
    private static final String FORMULA = "=+-@\t\r";

    private Csv() {}

    static void line(Writer out, @Nullable Object... fields) throws IOException {
        for (int i = 0; i < fields.length; i++) {
            out.write(i == 0 ? "" : ",");
            out.write(field(fields[i] == null ? "" : fields[i].toString()));
        }
        out.write("\r\n");
    }

    private static String field(String text) {
        String safe = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }
}
