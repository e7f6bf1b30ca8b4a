package io.partywall.isolation.noninterference;

import io.partywall.isolation.TenantId;

/** The tenant whose programs run, and the one that must make no difference. */
final class Tenants {

    static final TenantId A = TenantId.of("aaaaaaaa-0000-4000-8000-000000000001");
    static final TenantId B = TenantId.of("bbbbbbbb-0000-4000-8000-000000000002");

    private Tenants() {}
}
