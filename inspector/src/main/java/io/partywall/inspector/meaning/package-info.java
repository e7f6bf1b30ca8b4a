/**
 * What a policy lets through. An expression is evaluated not on a row but on a situation, such as "this row is another
 * tenant's", to the set of truth values that it can have there. What cannot be ruled out counts as possible: an expression
 * is called confining only when no row of another tenant can pass it.
 */
@NullMarked
package io.partywall.inspector.meaning;

import org.jspecify.annotations.NullMarked;
