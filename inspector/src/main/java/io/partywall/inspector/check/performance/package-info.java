/** What makes isolation slow: slow walls are taken down. */
@NullMarked
package io.partywall.inspector.check.performance;

import org.jspecify.annotations.NullMarked;
