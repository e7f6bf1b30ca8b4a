@NullMarked
package io.partywall.testing;

import org.jspecify.annotations.NullMarked;
