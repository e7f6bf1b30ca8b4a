/**
 * What several capabilities keep in the same way: moments, and JSON objects whose members nobody prescribes. No business word is
 * known here.
 */
@NullMarked
package io.partywall.values;

import org.jspecify.annotations.NullMarked;
