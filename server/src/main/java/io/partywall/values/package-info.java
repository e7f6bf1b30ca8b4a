/**
 * What several capabilities accept in the same way: moments and days that can be meant, and JSON objects whose members nobody
 * prescribes. No business word is known here.
 */
@NullMarked
package io.partywall.values;

import org.jspecify.annotations.NullMarked;
