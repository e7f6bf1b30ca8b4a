/** Rights that no policy bounds, and what may be put in front of it. */
@NullMarked
package io.partywall.inspector.check.grants;

import org.jspecify.annotations.NullMarked;
