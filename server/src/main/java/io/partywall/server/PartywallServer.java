package io.partywall.server;

import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.partywall.isolation.Tenancy;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** Which capabilities the server has. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class)
@ComponentScan({
    "io.partywall.http",
    "io.partywall.access",
    "io.partywall.tenants",
    "io.partywall.connectors",
    "io.partywall.events",
    "io.partywall.snapshots",
    "io.partywall.metrics",
    "io.partywall.kpis",
    "io.partywall.goals",
    "io.partywall.insights",
    "io.partywall.dashboards",
    "io.partywall.jobs",
    "io.partywall.notifications",
    "io.partywall.conversations",
    "io.partywall.knowledge",
    "io.partywall.audit",
    "io.partywall.server"
})
class PartywallServer {

    /** Whether the database answers, and its walls stand. */
    @Bean
    HealthIndicator database(Tenancy tenancy) {
        return () -> (tenancy.health().faults().isEmpty() ? Health.up() : Health.down()).build();
    }

    /** How busy the connections are. */
    @Bean
    MeterBinder connections(Parts.Pools pools) {
        return registry -> pools.all()
                .forEach(pool -> pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry)));
    }
}
