package io.partywall.benchmarks.queues;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Something that every queue is put through in every round. */
interface Scenario {

    /** How long one turn may take; what was reached by then counts. */
    Duration LIMIT = Duration.ofMinutes(1);

    /** What one turn came to, and whether it ended because of the limit. */
    record Outcome(Map<Figure, Double> figures, boolean cutShort) {}

    String title();

    List<Figure> figures();

    /** One turn of a queue that is empty and stopped, which it leaves stopped. */
    Outcome run(Contender queue);
}
