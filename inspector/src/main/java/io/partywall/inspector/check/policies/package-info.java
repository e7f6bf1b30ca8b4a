/** Policies and the functions that they call: what they let through. */
@NullMarked
package io.partywall.inspector.check.policies;

import org.jspecify.annotations.NullMarked;
