package io.partywall.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The API, while it is served. Close it to end: requests at work end first. */
public final class Server implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private Server(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * Serves until it is closed. Port 0 is any that is free.
     *
     * @param more what takes part in it besides, such as another controller
     */
    public static Server start(Parts parts, String address, int port, String metricsToken, Object... more) {
        // The log is set up by whoever starts the server; Spring Boot would set it up once more.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        SpringApplication application = new SpringApplication(PartywallServer.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        application.setAddCommandLineProperties(false);
        application.setDefaultProperties(properties(address, port));
        application.addInitializers(started -> {
            register((GenericApplicationContext) started, parts);
            for (Object part : more) {
                register((GenericApplicationContext) started, part.getClass().getName(), part.getClass(), () -> part);
            }
            ((GenericApplicationContext) started)
                    .registerBean(MetricsGate.class, () -> new MetricsGate(metricsToken, address));
        });
        return new Server(application.run());
    }

    private static Map<String, Object> properties(String address, int port) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("server.address", address);
        properties.put("server.port", port);
        properties.put("spring.threads.virtual.enabled", true);
        properties.put("spring.main.lazy-initialization", false);
        properties.put("server.server-header", "");
        properties.put("server.shutdown", "graceful");
        properties.put("server.max-http-request-header-size", "16KB");
        properties.put("spring.lifecycle.timeout-per-shutdown-phase", "25s");
        properties.put("spring.web.locale", "en");
        properties.put("spring.web.locale-resolver", "fixed");
        properties.put("spring.mvc.problemdetails.enabled", false);
        properties.put("spring.web.resources.add-mappings", true);
        properties.put("management.endpoints.web.exposure.include", "health,prometheus");
        properties.put("management.endpoint.health.probes.enabled", true);
        properties.put("management.endpoint.health.show-details", "never");
        properties.put("management.endpoint.health.group.readiness.include", "readinessState,database");
        properties.put("management.metrics.tags.application", "partywall");
        return properties;
    }

    private static void register(GenericApplicationContext context, Parts parts) {
        for (RecordComponent component : Parts.class.getRecordComponents()) {
            register(context, component.getName(), component.getType(), () -> {
                try {
                    return component.getAccessor().invoke(parts);
                } catch (IllegalAccessException | InvocationTargetException impossible) {
                    throw new IllegalStateException(impossible);
                }
            });
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // A part is of its own type.
    private static void register(GenericApplicationContext context, String name, Class type, Supplier part) {
        // What the server was given is not its own to close.
        context.registerBean(name, type, part, definition -> definition.setDestroyMethodName(""));
    }

    /** Where it listens. */
    public int port() {
        return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
    }

    @Override
    public void close() {
        context.close();
    }
}
