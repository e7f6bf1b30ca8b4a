package io.partywall.benchmarks.queues;

import com.zaxxer.hikari.HikariDataSource;
import io.partywall.access.Contexts;
import io.partywall.isolation.Access;
import io.partywall.isolation.SigningKeys;
import io.partywall.isolation.Tenancy;
import io.partywall.isolation.TenantScope;
import io.partywall.jobs.DatabaseClock;
import io.partywall.jobs.JobHandlers;
import io.partywall.jobs.Jobs;
import io.partywall.jobs.WorkerOptions;
import io.partywall.jobs.Workers;
import io.partywall.schema.Migrations;
import io.partywall.schema.Roles;
import io.partywall.tenants.Tenant;
import io.partywall.tenants.Tenants;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** The platform in a database of its own, with some tenants. Safe for use by several threads. */
final class Installation implements AutoCloseable {

    private static final int CONNECTIONS = 12;

    private final HikariDataSource platform;
    private final HikariDataSource application;
    private final DatabaseClock clock;
    private final Contexts contexts;
    private final Tenancy tenancy;
    private final Jobs jobs;
    private final List<Tenant> tenants;

    Installation(Database database, int tenants) throws SQLException {
        SigningKeys keys = SigningKeys.parse(SigningKeys.generate("k1"));
        try (HikariDataSource administrator = database.pool(2)) {
            Migrations.of(administrator).trusting(keys).run();
        }
        this.platform = database.pool(Roles.PLATFORM, CONNECTIONS);
        this.application = database.pool(Roles.APP, CONNECTIONS);
        this.clock = DatabaseClock.of(platform);
        SigningKeys keysOfTheDatabasesTime = keys.withClock(clock);
        this.contexts = new Contexts(keysOfTheDatabasesTime);
        this.tenancy = Tenancy.connect(application, keysOfTheDatabasesTime);
        this.jobs = new Jobs(platform);
        Tenants made = new Tenants(platform);
        this.tenants = IntStream.range(0, tenants)
                .mapToObj(i -> made.create("tenant-" + i, "Tenant " + i, ZoneOffset.UTC, Currency.getInstance("EUR")))
                .toList();
    }

    Jobs jobs() {
        return jobs;
    }

    Tenant tenant(int number) {
        return tenants.get(number);
    }

    /** Work in a tenant's scope. */
    void inTenant(int number, Consumer<TenantScope> work) {
        tenancy.useTenant(contexts.service(tenant(number).id(), "benchmark", Access.WRITE), work::accept);
    }

    Workers start(JobHandlers handlers, WorkerOptions options) {
        return start(platform, handlers, options);
    }

    /** With connections of their own. */
    Workers start(DataSource platform, JobHandlers handlers, WorkerOptions options) {
        return Workers.start(platform, tenancy, contexts, clock, handlers, options);
    }

    @Override
    public void close() {
        tenancy.close();
        application.close();
        platform.close();
    }
}
