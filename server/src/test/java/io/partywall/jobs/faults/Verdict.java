package io.partywall.jobs.faults;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How many cases of each promise were looked at, and which of them broke it. For one thread. */
final class Verdict {

    /** A case that broke a promise; of one job or of none. */
    record Violation(Promise promise, @Nullable UUID job, String what) {}

    private final Map<Promise, Long> checked = new EnumMap<>(Promise.class);
    private final List<Violation> violations = new ArrayList<>();

    void check(Promise promise, boolean holds, @Nullable UUID job, String what) {
        checked.merge(promise, 1L, Long::sum);
        if (!holds) {
            violations.add(new Violation(promise, job, what));
        }
    }

    long checked(Promise promise) {
        return checked.getOrDefault(promise, 0L);
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }

    List<Violation> violations(Promise promise) {
        return violations.stream()
                .filter(violation -> violation.promise() == promise)
                .toList();
    }

    boolean held() {
        return violations.isEmpty();
    }
}
