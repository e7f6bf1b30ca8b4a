/**
 * Side-by-side measurements of the isolation library, raw JDBC and the conventional way of setting a tenant, on one
 * server, one pool and the same rows. What is compared was measured in the same run, in rounds in which every variant
 * takes its turn; figures of different runs are never set against each other.
 */
@NullMarked
package io.partywall.benchmarks;

import org.jspecify.annotations.NullMarked;
