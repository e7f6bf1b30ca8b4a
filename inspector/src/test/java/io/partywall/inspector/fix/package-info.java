@NullMarked
package io.partywall.inspector.fix;

import org.jspecify.annotations.NullMarked;
