/**
 * Metrics: how a figure is computed, in versions that never change once they are effective, so that a figure can always be traced
 * to the rule that made it. Of the versions that are effective at a moment the one with the highest number rules.
 */
@NullMarked
package io.partywall.metrics;

import org.jspecify.annotations.NullMarked;
