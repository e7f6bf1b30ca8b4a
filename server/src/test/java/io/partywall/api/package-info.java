/** The API from outside, over HTTP. */
@NullMarked
package io.partywall.api;

import org.jspecify.annotations.NullMarked;
