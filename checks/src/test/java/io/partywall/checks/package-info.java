/** Rules that hold for the repository as a whole: how it is formatted, what may depend on what, what is promised. */
@NullMarked
package io.partywall.checks;

import org.jspecify.annotations.NullMarked;
