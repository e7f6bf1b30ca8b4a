/**
 * Live probes: what the catalogue only suggests is tried on the database itself, as the application's role, in transactions that
 * roll back. {@link io.partywall.inspector.probe.Probes} is the door; each probe is one class, over one {@code Session}.
 */
@NullMarked
package io.partywall.inspector.probe;

import org.jspecify.annotations.NullMarked;
