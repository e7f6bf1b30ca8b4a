package io.partywall.insights;

import io.partywall.http.Refused;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The days that an insight speaks of, from the first to the last. */
record Period(LocalDate from, LocalDate to) {

    /** What PostgreSQL and every client can write: the years of four digits. */
    static boolean isDay(LocalDate day) {
        return day.getYear() >= 1 && day.getYear() <= 9999;
    }

    /** Null where the insight speaks of none. {@link Refused} where these are no period. */
    static @Nullable Period of(InsightDraft draft) {
        LocalDate from = draft.periodFrom();
        LocalDate to = draft.periodTo();
        if (from == null && to == null) {
            return null;
        }
        if (from == null || to == null) {
            throw Refused.invalid(
                    from == null ? "/period_from" : "/period_to", "a period has a first and a last day, or neither");
        }
        if (!isDay(from) || !isDay(to)) {
            throw Refused.invalid(isDay(from) ? "/period_to" : "/period_from", "a year has four digits");
        }
        if (to.isBefore(from)) {
            throw Refused.invalid("/period_to", "a period does not end before it begins");
        }
        return new Period(from, to);
    }
}
