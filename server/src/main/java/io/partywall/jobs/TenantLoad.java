package io.partywall.jobs;

import io.partywall.isolation.TenantId;

/**
 * What one tenant asks of one queue.
 *
 * @param tenantSlug its short name
 */
public record TenantLoad(TenantId tenant, String tenantSlug, String queue, Load load) {}
