/**
 * Configured sources of data, and their runs. One sub-package a provider, which knows what the provider writes and what facts
 * it states.
 */
@NullMarked
package io.partywall.connectors;

import org.jspecify.annotations.NullMarked;
