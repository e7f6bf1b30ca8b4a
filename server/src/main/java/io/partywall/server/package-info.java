/** Puts the capabilities together into one server, and starts it. */
@NullMarked
package io.partywall.server;

import org.jspecify.annotations.NullMarked;
