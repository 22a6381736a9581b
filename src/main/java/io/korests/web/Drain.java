package io.korests.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.SmartLifecycle;

/**
 * Serves on for a while once the service is to stop, so that gateways see readiness fail and send new requests elsewhere
 * before the ports close. Its phase, the default one, ends before Boot's graceful shutdown of the web server begins.
 */
final class Drain implements Filter, SmartLifecycle {
    private final Duration time;
    private final ApplicationAvailability availability;
    private volatile boolean running;

    Drain(Duration time, ApplicationAvailability availability) {
        this.time = time;
        this.availability = availability;
    }

    /** Has callers open their next connection elsewhere. */
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (refusesTraffic()) {
            ((HttpServletResponse) response).setHeader("Connection", "close");
        }
        chain.doFilter(request, response);
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        // A context without a web server, that of check-config, never says so.
        if (refusesTraffic()) {
            pause();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private boolean refusesTraffic() {
        return availability.getReadinessState() == ReadinessState.REFUSING_TRAFFIC;
    }

    private void pause() {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
        }
    }
}
