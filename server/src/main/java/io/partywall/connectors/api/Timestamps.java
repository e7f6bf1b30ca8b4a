package io.partywall.connectors.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Moments as RFC 3339 writes them, and in no other way: a local time or a count of seconds would have to be guessed at. */
final class Timestamps {

    static final String WANTED = "a time with its offset is wanted (RFC 3339), such as \"2026-03-01T09:30:00+01:00\"";

    private static final Pattern RFC_3339 = Pattern.compile(
            "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})", Pattern.CASE_INSENSITIVE);

    private Timestamps() {}

    /** As exact as the database keeps it; null where it is not written so. */
    static @Nullable Instant find(String text) {
        if (!RFC_3339.matcher(text).matches()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT))
                    .toInstant()
                    .truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException noSuchTime) {
            return null;
        }
    }
}
