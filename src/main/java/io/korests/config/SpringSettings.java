package io.korests.config;

import java.util.List;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.Environment;

/** Refuses settings that Spring Boot accepts and this service cannot be served with, before any bean exists. */
final class SpringSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final String TRANSPORT = "management.opentelemetry.tracing.export.otlp.transport";
    private static final String MANAGEMENT_PORT = "management.server.port";

    /** They take the place of the jar's own application.yaml. */
    private static final List<String> LOCATIONS = List.of("spring.config.location", "spring.config.name");

    /** A default of the jar's own application.yaml that nobody has cause to set. */
    private static final String DEFAULT = "spring.mvc.publish-request-handled-events";

    /** @throws WrongConfigurationException naming the first one that is wrong */
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Environment environment = context.getEnvironment();
        requireDefaults(environment);
        requireManagementPort(environment);
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

    private static void requireManagementPort(Environment environment) {
        if (environment.containsProperty(MANAGEMENT_PORT) && isMainPort(environment)) {
            throw new WrongConfigurationException(MANAGEMENT_PORT
                    + " is empty or that of server.port: health, metrics and refresh have no sign-on and need a port of"
                    + " their own, such as 7001");
        }
    }

    private static boolean isMainPort(Environment environment) {
        try {
            return ManagementPortType.get(environment) == ManagementPortType.SAME;
        } catch (ConversionException wrong) {
            // Not a number: Boot's binder names the property.
            return false;
        }
    }
}
