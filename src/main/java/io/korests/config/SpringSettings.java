package io.korests.config;

import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.env.Environment;

/** Refuses settings that Spring Boot accepts and this service cannot be served with. */
final class SpringSettings implements SettingsCheck {
    private static final String TRANSPORT = "management.opentelemetry.tracing.export.otlp.transport";
    private static final String MANAGEMENT_PORT = "management.server.port";
    private static final int LAST_PORT = 65_535;

    /** They take the place of the jar's own application.yaml. */
    private static final List<String> LOCATIONS = List.of("spring.config.location", "spring.config.name");

    /** A default of the jar's own application.yaml that nobody has cause to set. */
    private static final String DEFAULT = "spring.mvc.publish-request-handled-events";

    /** Boot asks for some of their values in conditions, whose failures name no property. */
    private static final Map<String, Class<?>> BOUND = Map.of(
            "server", ServerProperties.class,
            "server.tomcat", TomcatServerProperties.class,
            "management.server", ManagementServerProperties.class,
            "management.endpoint.refresh.access", Access.class,
            "management.endpoint.health.probes.enabled", Boolean.class,
            "spring.lifecycle", LifecycleProperties.class,
            "spring.threads.virtual.enabled", Boolean.class);

    @Override
    public void require(Environment environment) {
        requireDefaults(environment);
        Binder binder = Binder.get(environment);
        BOUND.forEach((name, type) -> binder.bind(name, type));
        requirePort("server.port", environment);
        requirePort(MANAGEMENT_PORT, environment);
        if (environment.containsProperty(MANAGEMENT_PORT)
                && ManagementPortType.get(environment) == ManagementPortType.SAME) {
            throw new WrongConfigurationException(MANAGEMENT_PORT
                    + " is empty or that of server.port: health, metrics and refresh have no sign-on and need a port of"
                    + " their own, such as 7001");
        }
        // Traces are sent by Java's HTTP client.
        if ("grpc".equalsIgnoreCase(environment.getProperty(TRANSPORT))) {
            throw new WrongConfigurationException(TRANSPORT
                    + " is grpc, which this service does not speak: leave it out, and give the collector's address for HTTP as"
                    + " management.opentelemetry.tracing.export.otlp.endpoint");
        }
        new TlsPairs(environment).requireAll();
    }

    private static void requireDefaults(Environment environment) {
        for (String location : LOCATIONS) {
            if (environment.containsProperty(location) && !environment.containsProperty(DEFAULT)) {
                throw new WrongConfigurationException(location
                        + " drops this service's own defaults, of log, ports, limits and metrics: name your files with"
                        + " spring.config.additional-location instead");
            }
        }
    }

    private static void requirePort(String property, Environment environment) {
        int port = environment.getProperty(property, Integer.class, 0);
        if (port < -1 || port > LAST_PORT) {
            throw new WrongConfigurationException(property + " is not a port: set it to, for instance, 7000");
        }
    }
}
