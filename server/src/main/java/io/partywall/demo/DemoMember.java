package io.partywall.demo;

import io.partywall.access.Role;
import io.partywall.tenants.Tenant;
import io.partywall.tenants.Tenants;
import java.util.Arrays;
import java.util.List;
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
            tenants.addMember(tenant, member.email(tenant), member.fullName, member.role);
        }
    }

    static List<String> emails(Tenant tenant) {
        return Arrays.stream(values()).map(member -> member.email(tenant)).toList();
    }

    private String email(Tenant tenant) {
        return name().toLowerCase(Locale.ROOT) + "@" + tenant.slug() + ".example";
    }
}
