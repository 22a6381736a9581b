package io.korests.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HalfSent;
import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.Refused;
import io.korests.Stopwatch;
import io.korests.TestClientApps;
import io.korests.TestService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** More requests than may be in work, through the whole service. */
class OverloadTests {

    private static final HttpCall CALL = HttpCall.post("/api/users/sts").form("identity=jane");
    private static final HttpCall KEYS = HttpCall.of("GET", "/.well-known/jwks.json");
    private static final int CROWD = 30;

    @Test
    void refusesAtOnceWhatIsTooMuch() {
        try (Overload overload = new Overload(2)) {
            HttpAnswer answer = overload.refused(CALL);

            Refused.with(answer, 503, "overloaded");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
        }
    }

    /** Each of a crowd that asks again at once, tokens or keys. */
    @Test
    void answersWithinASecond() throws Exception {
        ExecutorService crowd = Executors.newFixedThreadPool(CROWD);
        try (Overload overload = new Overload(2);
                Stopwatch watch = Stopwatch.start()) {
            overload.refused(CALL);
            AtomicInteger refused = new AtomicInteger();
            Callable<Duration> longest = () -> Stream.of(CALL, KEYS, CALL, CALL)
                    .map(call -> {
                        Duration asked = watch.elapsed();
                        int status = overload.service().send(call).status();
                        refused.addAndGet(status == 503 ? 1 : 0);
                        assertThat(status).isIn(call == KEYS ? List.of(200) : List.of(200, 503));
                        return watch.elapsed().minus(asked);
                    })
                    .max(Comparator.naturalOrder())
                    .orElseThrow();

            for (Future<Duration> caller : crowd.invokeAll(Collections.nCopies(CROWD, longest))) {
                assertThat(caller.get()).isLessThan(Duration.ofSeconds(1));
            }
            assertThat(refused).hasValueGreaterThan(CROWD);
        } finally {
            crowd.shutdownNow();
        }
    }

    @Test
    void answersAsBeforeOnceThereIsRoom() {
        try (Overload overload = new Overload(2)) {
            Refused.with(overload.refused(CALL), 503, "overloaded");

            overload.end();

            for (int i = 0; i < 20; i++) {
                assertThat(overload.service().send(CALL).status()).isEqualTo(200);
            }
        }
    }

    /** They hold connections and nothing else. */
    @Test
    void slowSendersTakeNoPlaces() {
        Map<String, String> properties = TestClientApps.one();
        properties.put("sts.limits.queue", "1");
        Duration bodyTime = Duration.ofSeconds(60);
        properties.put("sts.limits.body-time", bodyTime.toSeconds() + "s");
        properties.put("server.tomcat.connection-timeout", bodyTime.toSeconds() + "s");
        List<HalfSent> slow = new ArrayList<>();
        try (TestService service = TestService.alone(properties)) {
            try {
                for (int i = 0; i < 20; i++) {
                    slow.add(HalfSent.takenOn(service.port(), 13, "identity="));
                }

                assertThat(service.send(CALL).status()).isEqualTo(200);
                assertThat(slow.get(0).send("jane").answer().status()).isEqualTo(200);
            } finally {
                // Before the service ends: its graceful shutdown waits for requests that are half sent.
                slow.forEach(HalfSent::close);
            }
        }
    }
}
