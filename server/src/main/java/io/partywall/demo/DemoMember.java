package io.partywall.demo;

import io.partywall.access.Role;
import io.partywall.tenants.Tenant;
import io.partywall.tenants.Tenants;
import java.util.Locale;

/** One of the people of a demonstration's tenant. */
enum DemoMember {
    OLIVIA("Olivia Owner", Role.OWNER),
    ADAM("Adam Admin", Role.ADMIN),
    VERA("Vera Viewer", Role.VIEWER);

    private final String fullName;
    private final Role role;

    DemoMember(String fullName, Role role) {
        this.fullName = fullName;
        this.role = role;
    }

    static void addTo(Tenant tenant, Tenants tenants) {
        for (DemoMember member : values()) {
            String email = member.name().toLowerCase(Locale.ROOT) + "@" + tenant.slug() + ".example";
            tenants.addMember(tenant, email, member.fullName, member.role);
        }
    }
}
