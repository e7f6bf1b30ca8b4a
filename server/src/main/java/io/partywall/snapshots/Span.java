package io.partywall.snapshots;

import io.partywall.http.ProblemType;
import io.partywall.http.Refused;
import io.partywall.tenants.Tenant;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The days that a list is asked for, both ends included. */
record Span(LocalDate from, LocalDate to) {

    private static final int USUAL_DAYS = 30;

    /**
     * The days that a request names: by default those up to today, as the tenant's calendar has it, and thirty of them.
     *
     * @throws Refused where they are reversed or too many
     */
    static Span of(@Nullable LocalDate from, @Nullable LocalDate to, Tenant tenant, Clock clock) {
        checkYear(from);
        checkYear(to);
        LocalDate last =
                Objects.requireNonNullElseGet(to, () -> LocalDate.ofInstant(clock.instant(), tenant.timeZone()));
        LocalDate first = Objects.requireNonNullElseGet(from, () -> last.minusDays(USUAL_DAYS - 1));
        if (first.isAfter(last)) {
            throw Refused.of(ProblemType.MALFORMED_REQUEST, "the first day, " + first + ", is after the last, " + last);
        }
        if (!last.isBefore(first.plusDays(Snapshots.MOST_DAYS))) {
            throw Refused.of(
                    ProblemType.MALFORMED_REQUEST,
                    "at most " + Snapshots.MOST_DAYS + " days at once, unlike " + first + " to " + last);
        }
        return new Span(first, last);
    }

    /** Neither the calendar nor the database ends within these. */
    private static void checkYear(@Nullable LocalDate day) {
        if (day != null && (day.getYear() < 1 || day.getYear() > 9999)) {
            throw Refused.of(ProblemType.MALFORMED_REQUEST, "a day is in the years 1 to 9999, unlike " + day);
        }
    }
}
