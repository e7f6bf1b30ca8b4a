package io.partywall.events;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where facts come from, and what they are.
 *
 * @param connector the connector that reads them
 * @param name names the source among the tenant's, and outlives the connector
 * @param currency of the values; null where they are not money
 */
public record Source(
        UUID connector,
        String name,
        String eventType,
        @Nullable String currency) {}
