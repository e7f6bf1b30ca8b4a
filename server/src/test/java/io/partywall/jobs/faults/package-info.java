/**
 * The queue under faults: workers in processes of their own, killed, frozen, cut off and with clocks that jump, on a PostgreSQL
 * that crashes; what happened is recorded apart from the queue, and a {@link io.partywall.jobs.faults.Checker} says from the
 * records which promises held. {@code FaultRunTest} is the short run of every build, {@code benchmarks/run faults} the long one.
 */
@NullMarked
package io.partywall.jobs.faults;

import org.jspecify.annotations.NullMarked;
