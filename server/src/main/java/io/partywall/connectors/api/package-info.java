/**
 * Facts that somebody sends to the API, one by one or in batches. Each names its source, and each source is a connector of the
 * tenant, made when its first fact comes. What is sent again is recognised; what does not fit is refused by itself, without what
 * was sent with it.
 */
@NullMarked
package io.partywall.connectors.api;

import org.jspecify.annotations.NullMarked;
