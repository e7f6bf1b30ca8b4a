/**
 * What every request meets, whatever it is about: its id, its limits, its tenant's scope, and the form of what is refused. No
 * business word is known here.
 */
@NullMarked
package io.partywall.http;

import org.jspecify.annotations.NullMarked;
