/** What the corpus does not show of these checks. */
@NullMarked
package io.partywall.inspector.check.grants;

import org.jspecify.annotations.NullMarked;
