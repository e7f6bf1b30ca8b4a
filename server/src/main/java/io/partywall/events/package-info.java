/**
 * Facts: one event a row, recognised when its source states it again. A source that states whole days restates them through
 * a {@link io.partywall.events.Restatement}; what it no longer states goes. Facts are written by the connectors that they come by, and read here.
 */
@NullMarked
package io.partywall.events;

import org.jspecify.annotations.NullMarked;
