package io.partywall.events;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;

/** A span of business days, both ends included. */
public record Days(LocalDate first, LocalDate last) {

    /** The span from the first to the last of some days. */
    public static Days spanning(Collection<LocalDate> days) {
        Comparator<LocalDate> earlier = Comparator.naturalOrder();
        return new Days(
                days.stream().min(earlier).orElseThrow(),
                days.stream().max(earlier).orElseThrow());
    }

    /**
     * The moments at which events of these days can be, as a condition on {@code event."timestamp"}; generous, as no zone is
     * more than fourteen hours from UTC.
     *
     * <p>It stands in the statement's text, not in its parameters, for the sake of the plan. The partitions that it leaves out
     * are left out while planning; and a statement about other days is planned for itself, where a prepared one would keep the
     * plan of its first executions, made when the table was almost empty, while an import fills it.
     */
    public String moments() {
        return "event.\"timestamp\" >= '" + first.minusDays(1) + " 00:00Z' and event.\"timestamp\" < '"
                + last.plusDays(2) + " 00:00Z'";
    }
}
