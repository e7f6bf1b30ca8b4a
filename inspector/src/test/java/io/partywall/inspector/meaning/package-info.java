@NullMarked
package io.partywall.inspector.meaning;

import org.jspecify.annotations.NullMarked;
