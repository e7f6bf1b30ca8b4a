/**
 * What people attach to a thing beyond the fields that it has: an object of their own, which is kept and given back. How large one
 * may be is said here, for all things alike.
 */
@NullMarked
package io.partywall.metadata;

import org.jspecify.annotations.NullMarked;
