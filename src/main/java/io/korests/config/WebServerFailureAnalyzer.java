package io.korests.config;

import java.net.BindException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Ends a start whose web server meets a port, an address or a folder that it cannot have, by one message. */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class WebServerFailureAnalyzer extends AbstractFailureAnalyzer<WebServerException> {
    private final Environment environment;

    WebServerFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, WebServerException failure) {
        String message = message(failure);
        return message == null ? null : new FailureAnalysis(message, null, rootFailure);
    }

    private @Nullable String message(WebServerException failure) {
        if (failure instanceof PortInUseException taken) {
            String port = String.valueOf(taken.getPort());
            String management = "management.server.port";
            String property = port.equals(environment.getProperty(management)) ? management : "server.port";
            return property + " is " + port + ", which another program listens on: stop that one, or set " + property
                    + " to a free port";
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return "The service cannot listen: server.address and management.server.address must be addresses of this"
                        + " machine, and server.port and management.server.port may need a right below 1024";
            }
            if (cause instanceof FileSystemException) {
                return "The web server's work folder cannot be made in " + System.getProperty("java.io.tmpdir")
                        + ": mount a folder there that the service may write to, such as a tmpfs or an emptyDir";
            }
        }
        return null;
    }
}
