/**
 * Side-by-side measurements of job queues: how many jobs that do nothing each runs in a second, and how soon one of them
 * starts. All run in this process on one PostgreSQL, each in a database of its own, in rounds in which every queue takes
 * its turn. What takes part is listed in {@link io.partywall.benchmarks.queues.Queues}; the queues of others are set up
 * as their documentation says for speed.
 */
@NullMarked
package io.partywall.benchmarks.queues;

import org.jspecify.annotations.NullMarked;
