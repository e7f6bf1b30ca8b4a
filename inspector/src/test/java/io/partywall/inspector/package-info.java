/** The inspector's own doors. */
@NullMarked
package io.partywall.inspector;

import org.jspecify.annotations.NullMarked;
