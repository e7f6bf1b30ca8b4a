package io.partywall.connectors.onlineretail;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of one record by RFC 4180, and whether it was one. Reused from record to record. */
final class Fields {

    /** How the splitting ended. */
    enum Outcome {
        COMPLETE,
        /** A quoted field is still open at the end of the text: the record goes on in the next line, or a quote is missing. */
        OPEN_QUOTE,
        /** Something other than a comma follows a closing quote. */
        TEXT_AFTER_QUOTE
    }

    static final int EXPECTED = 8;

    private final String[] values = new String[EXPECTED + 1];
    private int count;

    /** Splits the text; what is beyond the expected fields becomes one field more. */
    Outcome split(String text) {
        count = 0;
        int position = 0;
        while (count < EXPECTED) {
            if (position < text.length() && text.charAt(position) == '"') {
                position = quoted(text, position + 1);
                if (position < 0) {
                    return Outcome.OPEN_QUOTE;
                }
                if (position < text.length() && text.charAt(position) != ',') {
                    return Outcome.TEXT_AFTER_QUOTE;
                }
            } else {
                int comma = text.indexOf(',', position);
                int end = comma < 0 ? text.length() : comma;
                values[count++] = text.substring(position, end);
                position = end;
            }
            if (position == text.length()) {
                return Outcome.COMPLETE;
            }
            position++;
        }
        values[count++] = text.substring(position);
        return Outcome.COMPLETE;
    }

    int count() {
        return count;
    }

    String get(int index) {
        return values[index];
    }

    List<String> list() {
        return List.of(Arrays.copyOf(values, count));
    }

    /** Takes a quoted field from behind its opening quote; the position behind the closing one, or -1 without one. */
    private int quoted(String text, int from) {
        int quote = text.indexOf('"', from);
        @Nullable StringBuilder doubled = null;
        int begin = from;
        while (quote >= 0 && quote + 1 < text.length() && text.charAt(quote + 1) == '"') {
            doubled = doubled == null ? new StringBuilder() : doubled;
            doubled.append(text, begin, quote + 1);
            begin = quote + 2;
            quote = text.indexOf('"', begin);
        }
        if (quote < 0) {
            return -1;
        }
        values[count++] = doubled == null
                ? text.substring(begin, quote)
                : doubled.append(text, begin, quote).toString();
        return quote + 1;
    }
}
