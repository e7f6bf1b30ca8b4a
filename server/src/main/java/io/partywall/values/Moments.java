package io.partywall.values;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Moments as the database keeps them: by the microsecond, and in years of at most four digits. */
public final class Moments {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Moments() {}

    /** For a column. What is beyond the years 1 to 9999 becomes the first or the last moment, so that any may be a filter. */
    public static OffsetDateTime stored(Instant moment) {
        Instant within = moment.isBefore(FIRST) ? FIRST : moment.isAfter(LAST) ? LAST : moment;
        return within.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    /** From a column; null where it holds none. */
    public static @Nullable Instant read(@Nullable OffsetDateTime stored) {
        return stored == null ? null : stored.toInstant();
    }
}
