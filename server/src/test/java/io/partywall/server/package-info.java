/** The server as a whole: its description, its routes, what holds for all of them. */
@NullMarked
package io.partywall.server;

import org.jspecify.annotations.NullMarked;
