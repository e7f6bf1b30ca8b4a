/** What the corpus does not show of these checks. */
@NullMarked
package io.partywall.inspector.check.server;

import org.jspecify.annotations.NullMarked;
