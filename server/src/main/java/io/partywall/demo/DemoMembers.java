package io.partywall.demo;

import io.partywall.tenants.Role;
import io.partywall.tenants.Tenant;
import io.partywall.tenants.Tenants;
import java.util.Locale;
import java.util.Map;

/** The people of a demonstration's tenant. */
final class DemoMembers {

    private static final Map<Role, String> NAMES =
            Map.of(Role.OWNER, "Olivia Owner", Role.ADMIN, "Adam Admin", Role.VIEWER, "Vera Viewer");

    private DemoMembers() {}

    static void addTo(Tenant tenant, Tenants tenants) {
        NAMES.forEach((role, name) -> tenants.addMember(
                tenant, name.split(" ")[0].toLowerCase(Locale.ROOT) + "@" + tenant.slug() + ".example", name, role));
    }
}
