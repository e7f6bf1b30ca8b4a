/** The server's version and settings. */
@NullMarked
package io.partywall.inspector.check.server;

import org.jspecify.annotations.NullMarked;
