/** What single checks find that the corpus does not show. */
@NullMarked
package io.partywall.inspector.check;

import org.jspecify.annotations.NullMarked;
