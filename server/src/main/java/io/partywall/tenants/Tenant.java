package io.partywall.tenants;

import io.partywall.isolation.TenantId;
import java.time.ZoneId;
import java.util.Currency;

/**
 * An organisation.
 *
 * @param timeZone where its days begin and end
 * @param currency what its money is counted in
 */
public record Tenant(TenantId id, String slug, String name, ZoneId timeZone, Currency currency) {}
