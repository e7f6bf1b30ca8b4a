/**
 * How a report is told: to a person at a terminal, to a browser or a printer, to programs. {@code Reports} is the door, each
 * format is one class. What names and texts of a database hold, control characters too, never reaches a reader as such.
 */
@NullMarked
package io.partywall.inspector.report;

import org.jspecify.annotations.NullMarked;
