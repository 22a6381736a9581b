package io.korests.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.LogFile;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** Refuses settings that Spring Boot accepts, or ends the start for by a stack trace, and this service cannot be served with. */
final class SpringSettings implements EnvironmentPostProcessor, SettingsCheck {
    private static final String TRANSPORT = "management.opentelemetry.tracing.export.otlp.transport";
    private static final String MANAGEMENT_PORT = "management.server.port";
    private static final int LAST_PORT = 65_535;
    private static final List<String> LOG_OUTPUTS = List.of("console", "file");
    private static final List<String> LOG_FORMATS = List.of("ecs", "gelf", "logstash");

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

    /** Of the logs, before the logging system reads them. */
    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        requireLogs(environment);
        // At a start alone: a refresh opens no log file, and must not fail for one.
        LogFile file = LogFile.get(environment);
        if (file != null) {
            requireWritable(Path.of(file.toString()).toAbsolutePath());
        }
    }

    @Override
    public void require(Environment environment) {
        requireLogs(environment);
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

    private static void requireLogs(Environment environment) {
        for (String output : LOG_OUTPUTS) {
            String charset = environment.getProperty("logging.charset." + output);
            if (StringUtils.hasText(charset) && !charset.equalsIgnoreCase("UTF-8")) {
                throw new WrongConfigurationException("logging.charset." + output
                        + " is not UTF-8, so that two users could be one in the audit log: leave it out");
            }
            String format = environment.getProperty("logging.structured.format." + output);
            if (StringUtils.hasText(format)
                    && LOG_FORMATS.stream().noneMatch(format::equalsIgnoreCase)
                    && !ClassUtils.isPresent(format, null)) {
                throw new WrongConfigurationException("logging.structured.format." + output
                        + " is not a format: set it to " + String.join(", ", LOG_FORMATS)
                        + " or to the name of a formatter's class");
            }
        }
    }

    private static void requireWritable(Path file) {
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        } catch (IOException exception) {
            throw new WrongConfigurationException(
                    "The log file " + file + " cannot be written: set logging.file.name to"
                            + " where the user of this process may write, or leave it out");
        }
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
