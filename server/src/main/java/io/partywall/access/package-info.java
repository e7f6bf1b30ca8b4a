/** Who acts: the one place where contexts are issued. */
@NullMarked
package io.partywall.access;

import org.jspecify.annotations.NullMarked;
