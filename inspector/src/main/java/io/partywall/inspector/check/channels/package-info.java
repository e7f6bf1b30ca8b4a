/** Side channels that the catalogue shows. */
@NullMarked
package io.partywall.inspector.check.channels;

import org.jspecify.annotations.NullMarked;
