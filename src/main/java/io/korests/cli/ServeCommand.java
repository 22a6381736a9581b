package io.korests.cli;

import io.korests.StsProperties;
import io.korests.client.ClientApp;
import io.korests.client.ClientRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/** {@code serve}: starts the service. */
final class ServeCommand {
    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);
    private static final int MOST_NAMES = 10;

    private ServeCommand() {}

    static void run(Class<?> service, String[] options) {
        SpringApplication application = new SpringApplication(service);
        String file = System.getenv(HealthCheck.ADDRESS_FILE);
        if (file != null) {
            application.addListeners(new ProbeAddress(Path.of(file)));
        }
        ApplicationContext context = application.run(options);
        if (context.getBean(StsProperties.class).development()) {
            log.info("This is the development set-up of ./config: its demo client has a secret made at random at this"
                    + " start, so Kore's platform will not accept its tokens");
        }
        // Not on an event: this is the last line, whoever else logs when the service is ready.
        log.info(ready(context));
    }

    /** What an operator looks for first: address, caller mode, clients, and the playground where it is on. */
    static String ready(ApplicationContext context) {
        StsProperties properties = context.getBean(StsProperties.class);
        ClientRegistry clients = context.getBean(ClientRegistry.class);
        return "Ready at " + address(context, "/api/users/sts") + "; caller mode "
                + SettingsTable.mode(properties.caller()) + "; clients " + names(clients)
                + (properties.playground().enabled() ? "; playground at " + address(context, "/playground/") : "");
    }

    private static String address(ApplicationContext context, String path) {
        ServerProperties server = context.getBean(ServerProperties.class);
        InetAddress bound = server.getAddress();
        String host = bound == null || bound.isAnyLocalAddress() ? "localhost" : bound.getHostAddress();
        return (Ssl.isEnabled(server.getSsl()) ? "https://" : "http://")
                + (host.contains(":") ? '[' + host + ']' : host)
                + ':'
                + context.getEnvironment().getProperty("local.server.port")
                + Objects.requireNonNullElse(server.getServlet().getContextPath(), "")
                + path;
    }

    private static String names(ClientRegistry clients) {
        List<ClientApp> apps = clients.current().apps();
        ClientApp standard = clients.find(null);
        String names = apps.stream()
                .limit(MOST_NAMES)
                .map(app -> app.name() + (apps.size() > 1 && app.equals(standard) ? " (default)" : ""))
                .collect(Collectors.joining(", "));
        return names + (apps.size() > MOST_NAMES ? " and " + (apps.size() - MOST_NAMES) + " more" : "");
    }

    /** Leaves the address of the liveness probe in a file for {@link HealthCheck}, however the management port was set. */
    record ProbeAddress(Path file) implements ApplicationListener<WebServerInitializedEvent> {
        @Override
        public void onApplicationEvent(WebServerInitializedEvent event) {
            ApplicationContext context = event.getApplicationContext();
            if (WebServerApplicationContext.hasServerNamespace(context, "management")
                    && event.getWebServer() instanceof TomcatWebServer server) {
                String address = server.getTomcat().getConnector().getScheme() + "://localhost:" + server.getPort()
                        + context.getBean(ManagementServerProperties.class).getBasePath()
                        + context.getBean(PathMappedEndpoints.class).getPath(EndpointId.of("health")) + "/liveness";
                try {
                    Files.writeString(file, address);
                    file.toFile().deleteOnExit();
                } catch (IOException exception) {
                    log.warn("{} cannot be written, so that the health check asks at the usual address", file);
                }
            }
        }
    }
}
