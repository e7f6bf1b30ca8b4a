@NullMarked
package io.partywall.server;

import org.jspecify.annotations.NullMarked;
