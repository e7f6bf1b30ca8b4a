package io.partywall.demo;

import io.partywall.access.Contexts;
import io.partywall.connectors.onlineretail.OnlineRetailImport;
import io.partywall.isolation.Access;
import io.partywall.isolation.Tenancy;
import io.partywall.isolation.TenantContext;
import io.partywall.snapshots.Snapshot;
import io.partywall.snapshots.Snapshots;
import io.partywall.tenants.Tenant;
import io.partywall.tenants.Tenants;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Three shops with members and thirteen months of trade, imported as anybody's files are. Safe for use by several threads. */
public final class Demo {

    /** The last day of the trade: always the same, so that the figures are. */
    public static final LocalDate LAST_DAY = LocalDate.of(2026, 10, 31);

    private final Tenants tenants;
    private final Contexts contexts;
    private final Tenancy tenancy;
    private final OnlineRetailImport imports;
    private final Path directory;

    /** A demonstration whose files are written below the given directory. */
    public Demo(Tenants tenants, Contexts contexts, Tenancy tenancy, OnlineRetailImport imports, Path directory) {
        this.tenants = tenants;
        this.contexts = contexts;
        this.tenancy = tenancy;
        this.imports = imports;
        this.directory = directory;
    }

    /**
     * The shop as a tenant: made, with its members and its trade, where it is not there yet.
     *
     * @param progress is told the name of each file that has been imported
     */
    public Tenant prepare(DemoShop shop, Consumer<Path> progress) {
        Optional<Tenant> found = tenants.find(shop.slug());
        Tenant tenant = found.orElseGet(
                () -> tenants.create(shop.slug(), shop.name(), shop.timeZone(), Currency.getInstance(shop.currency())));
        if (found.isPresent() && !lastDays(tenant, 1).isEmpty()) {
            return tenant;
        }
        DemoMember.addTo(tenant, tenants);
        TenantContext context = contexts.service(tenant.id(), "demo", Access.WRITE);
        for (Path file : DemoTrade.write(shop, LAST_DAY, directory.resolve(shop.slug()))) {
            imports.run(tenant, context, file, true, position -> {});
            progress.accept(file);
        }
        return tenant;
    }

    /** The addresses of the people of a demonstration's tenant, the owner first. */
    public static List<String> members(Tenant tenant) {
        return DemoMember.emails(tenant);
    }

    /** The tenant's snapshots of the last days of the trade. */
    public List<Snapshot> lastDays(Tenant tenant, int days) {
        return tenancy.inTenant(
                contexts.service(tenant.id(), "demo", Access.READ),
                scope -> Snapshots.list(scope, LAST_DAY.minusDays(days - 1L), LAST_DAY));
    }
}
