/** Configured sources of data: one sub-package a provider, which reads what the provider writes and decides nothing else. */
@NullMarked
package io.partywall.connectors;

import org.jspecify.annotations.NullMarked;
