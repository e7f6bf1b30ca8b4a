/** The probes on real schemas: what they walk through, what they leave alone, and that nothing stays. */
@NullMarked
package io.partywall.inspector.probe;

import org.jspecify.annotations.NullMarked;
