package io.partywall.jobs;

import io.partywall.access.Contexts;
import io.partywall.isolation.Access;
import io.partywall.isolation.SigningKeys;
import io.partywall.isolation.Tenancy;
import io.partywall.schema.Migrations;
import io.partywall.schema.Roles;
import io.partywall.tenants.Tenant;
import io.partywall.tenants.Tenants;
import io.partywall.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import javax.sql.DataSource;

/** A migrated database with tenants and their schedules, and what starts those. */
final class Timetable implements AutoCloseable {

    record Order(String what) {}

    static final JobType<Order> TYPE = JobType.of("order", Order.class);

    final TestDatabase database = TestDatabase.create();
    final Tenancy tenancy;
    final Tenants tenants;
    private final DataSource platform;
    private final Contexts contexts;

    Timetable() throws SQLException {
        SigningKeys keys = SigningKeys.parse(SigningKeys.generate("k1"));
        Migrations.of(database.pool("postgres", 2))
                .trusting(keys)
                .password(Roles.APP, TestDatabase.PASSWORD)
                .password(Roles.PLATFORM, TestDatabase.PASSWORD)
                .run();
        platform = database.pool(Roles.PLATFORM, 8);
        contexts = new Contexts(keys);
        tenancy = Tenancy.connect(database.pool(Roles.APP, 4), keys);
        tenants = new Tenants(platform);
    }

    Tenant tenant(String slug, String zone) {
        return tenants.create(slug, slug, ZoneId.of(zone), Currency.getInstance("EUR"));
    }

    void in(Tenant tenant, Tenancy.Action<RuntimeException> work) {
        tenancy.useTenant(contexts.service(tenant.id(), "test", Access.WRITE), work);
    }

    void save(Tenant tenant, String name, String cron) {
        in(tenant, scope -> JobSchedules.save(scope, name, cron, TYPE, new Order("tea")));
    }

    JobSchedule schedule(Tenant tenant, String name) {
        return tenancy.inTenant(contexts.service(tenant.id(), "test", Access.READ), JobSchedules::list).stream()
                .filter(schedule -> schedule.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** What a worker does each second. */
    int start(Recurring... recurring) throws SQLException {
        try (Connection connection = platform.getConnection()) {
            return new Schedules(List.of(recurring), JobHandlers.none()).start(connection);
        }
    }

    /** Has each schedule read, in as many steps as that takes. */
    void read() throws SQLException {
        while (!database.query("select name from app.job_schedules where enabled and next_run_at is null")
                .isEmpty()) {
            start();
        }
    }

    /** Has all schedules that are read be due. */
    void due() {
        database.execute(
                "update app.job_schedules set next_run_at = now() - interval '3 days' where next_run_at is not null");
    }

    void finishAll() {
        database.execute("delete from app.jobs");
    }

    List<String> jobs(Tenant tenant) {
        return database.query("select type || ' ' || state || ' ' || payload from app.jobs where tenant_id = '"
                + tenant.id() + "' order by id");
    }

    @Override
    public void close() {
        tenancy.close();
        database.close();
    }
}
