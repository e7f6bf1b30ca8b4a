package io.partywall.connectors.onlineretail;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The values of a field, or null for a text that is none. Narrower and about ten times faster than the JDK's parsers: no
 * exponents (a short {@code 1e999999999} would make a figure that fills the memory), no signs but a minus, one form of time.
 */
final class Values {

    private static final int MOST_DIGITS = 18;
    private static final int TIME_LENGTH = "2010-12-01 08:26:00".length();

    private Values() {}

    /** Digits, with a minus before and a point between if need be; 18 digits at most. Keeps the scale as written. */
    static @Nullable BigDecimal decimal(String text) {
        int length = text.length();
        int position = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        boolean negative = position == 1;
        long unscaled = 0;
        int digits = 0;
        int scale = -1;
        for (; position < length; position++) {
            char c = text.charAt(position);
            if (c == '.' && scale < 0 && digits > 0) {
                scale = 0;
            } else if (c >= '0' && c <= '9' && digits < MOST_DIGITS) {
                unscaled = unscaled * 10 + (c - '0');
                digits++;
                scale += scale < 0 ? 0 : 1;
            } else {
                return null;
            }
        }
        return digits == 0 || scale == 0
                ? null
                : BigDecimal.valueOf(negative ? -unscaled : unscaled, Math.max(scale, 0));
    }

    /** {@code 2010-12-01 08:26:00}, a day and time that exist. */
    static @Nullable LocalDateTime time(String text) {
        if (text.length() != TIME_LENGTH
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != ' '
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return null;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if ((year | month | day | hour | minute | second) < 0) {
            return null;
        }
        try {
            return LocalDateTime.of(year, month, day, hour, minute, second);
        } catch (DateTimeException noSuchTime) {
            return null;
        }
    }

    /** A number as its digits: spreadsheets write 17850 as 17850.0. Null for a blank. */
    static @Nullable String identifier(String text) {
        if (text.isEmpty()) {
            return null;
        }
        int point = text.length() - 2;
        return point > 0 && text.endsWith(".0") && text.chars().limit(point).allMatch(c -> c >= '0' && c <= '9')
                ? text.substring(0, point)
                : text;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }
}
