@NullMarked
package io.partywall.schema;

import org.jspecify.annotations.NullMarked;
