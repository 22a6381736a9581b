package io.korests.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HalfSent;
import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.Patience;
import io.korests.Refused;
import io.korests.TestClientApps;
import io.korests.TestService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More requests than may be in work, through the whole service. */
class OverloadTests {

    private static final int QUEUE = 2;
    private static final Duration BODY_TIME = Duration.ofSeconds(20);
    private static final String FORM = "identity=jane";

    /** One for each test: what the test before has left behind must not take the places of what this one sends. */
    private final TestService service = TestService.alone(configuration());

    private final List<HalfSent> slow = new ArrayList<>();

    private static Map<String, String> configuration() {
        Map<String, String> properties = new HashMap<>(TestClientApps.one());
        properties.put("sts.limits.queue", Integer.toString(QUEUE));
        properties.put("sts.limits.body-time", BODY_TIME.toSeconds() + "s");
        properties.put("server.tomcat.connection-timeout", BODY_TIME.toSeconds() + "s");
        return properties;
    }

    @BeforeEach
    void occupy() {
        for (int i = 0; i < QUEUE; i++) {
            slow.add(HalfSent.takenOn(service.port(), FORM.length(), "identity="));
        }
    }

    @AfterEach
    void release() {
        slow.forEach(HalfSent::close);
        service.close();
    }

    @Test
    void refusesAtOnceWhatIsTooMuch() {
        long start = System.nanoTime();

        HttpAnswer answer = ask();

        Refused.with(answer, 503, "overloaded");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(System.nanoTime() - start).isLessThan(BODY_TIME.toNanos());
    }

    @Test
    void answersWhatItHasTakenOnAndIsAsBeforeThen() {
        for (HalfSent sender : slow) {
            assertThat(sender.send("jane").answer().jwt()).isNotEmpty();
        }
        slow.forEach(HalfSent::close);

        // That their connections are closed is work, too, which may take a place for a moment.
        long end = System.nanoTime() + Patience.TIME.toNanos();
        int granted = 0;
        while (granted < 20 && System.nanoTime() < end) {
            granted = ask().status() == 200 ? granted + 1 : 0;
        }
        assertThat(granted).as("granted in a row").isEqualTo(20);
    }

    @Test
    void refusesAtOnceEvenIfThoseRefusedSendSlowly() {
        for (int i = 0; i < 10; i++) {
            slow.add(HalfSent.form(service.port(), 1000, "identity="));
        }
        long start = System.nanoTime();

        Refused.with(ask(), 503, "overloaded");

        assertThat(System.nanoTime() - start).isLessThan(BODY_TIME.toNanos());
    }

    private HttpAnswer ask() {
        return service.send(HttpCall.post("/api/users/sts").form(FORM));
    }
}
