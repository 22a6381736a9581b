package io.korests.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/** Leaves the address of the liveness probe in a file for {@link HealthCheck}, however the management port was set. */
final class ProbeAddress implements ApplicationListener<WebServerInitializedEvent> {
    private static final Logger log = LoggerFactory.getLogger(ProbeAddress.class);

    private final Path file;

    ProbeAddress(Path file) {
        this.file = file;
    }

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
