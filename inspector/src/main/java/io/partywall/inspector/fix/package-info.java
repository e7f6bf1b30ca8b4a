/** Writes a migration from a report: what can be closed mechanically as SQL, in the right order, the rest as advice. */
@NullMarked
package io.partywall.inspector.fix;

import org.jspecify.annotations.NullMarked;
