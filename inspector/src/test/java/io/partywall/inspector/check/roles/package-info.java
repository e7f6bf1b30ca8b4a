/** What the corpus does not show of these checks. */
@NullMarked
package io.partywall.inspector.check.roles;

import org.jspecify.annotations.NullMarked;
