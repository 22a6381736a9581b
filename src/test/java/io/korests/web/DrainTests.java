package io.korests.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.korests.Patience;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** {@code DrainIT} shows the whole of it. */
class DrainTests {

    private final ApplicationAvailabilityBean availability = new ApplicationAvailabilityBean();

    @Test
    void endsBeforeTheWebServerBeginsToShutDown() {
        assertThat(drain(Duration.ZERO).getPhase()).isGreaterThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
    }

    @Test
    void doesNotWaitWhereNoWebServerStops() {
        become(ReadinessState.ACCEPTING_TRAFFIC);
        assertTimeoutPreemptively(Patience.TIME, () -> drain(Duration.ofDays(1)).stop());
    }

    @Test
    void waitsForItsTimeWhereOneDoes() {
        become(ReadinessState.REFUSING_TRAFFIC);
        long start = System.nanoTime();
        drain(Duration.ofMillis(100)).stop();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void closesConnectionsWhileItDrainsAndNotBefore() throws Exception {
        become(ReadinessState.ACCEPTING_TRAFFIC);
        assertThat(answer().getHeader("Connection")).isNull();
        become(ReadinessState.REFUSING_TRAFFIC);
        assertThat(answer().getHeader("Connection")).isEqualTo("close");
    }

    private MockHttpServletResponse answer() throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        drain(Duration.ZERO).doFilter(new MockHttpServletRequest(), response, new MockFilterChain());
        return response;
    }

    private Drain drain(Duration time) {
        return new Drain(time, availability);
    }

    private void become(ReadinessState state) {
        availability.onApplicationEvent(new AvailabilityChangeEvent<>(this, state));
    }
}
