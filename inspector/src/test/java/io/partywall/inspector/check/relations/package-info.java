/** The group's checks, where the corpus does not show them. */
@NullMarked
package io.partywall.inspector.check.relations;

import org.jspecify.annotations.NullMarked;
