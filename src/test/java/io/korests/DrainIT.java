package io.korests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SIGTERM does to requests. {@code behind-gateway.js} restarts instances behind each gateway. */
class DrainIT {

    private static final String FORM = "identity=jane";

    @TempDir
    Path folder;

    @Test
    void servesWhileReadinessFailsThenFinishesWhatItHasTakenOnAndTakesNothingMore() {
        Map<String, String> environment = Map.of(
                "STS_DRAIN", "10s",
                "STS_CALLER_MODE", "open",
                "STS_CLIENTS_TRAVEL_CLIENTID", "cs-travel",
                "STS_CLIENTS_TRAVEL_ALGORITHM", "HS256",
                "STS_CLIENTS_TRAVEL_CLIENTSECRET", TestKeys.SECRET,
                "STS_LIMITS_BODYTIME", "60s",
                "SERVER_TOMCAT_CONNECTIONTIMEOUT", "60s");
        try (PackagedJar jar = PackagedJar.start(folder, environment);
                HalfSent request = HalfSent.takenOn(jar.port(), FORM.length(), "identity=")) {
            assertThat(HttpCall.of("GET", "/readyz").sendTo(jar.port()).status())
                    .isEqualTo(200);
            jar.terminate();
            await().atMost(Patience.TIME)
                    .untilAsserted(() -> assertThat(HttpCall.of("GET", "/readyz")
                                    .sendTo(jar.port())
                                    .status())
                            .isEqualTo(503));
            HttpAnswer live = HttpCall.of("GET", "/livez").sendTo(jar.port());
            assertThat(live.status()).isEqualTo(200);
            HttpAnswer late = HttpCall.post("/api/users/sts").form(FORM).sendTo(jar.port());
            assertThat(late.status()).isEqualTo(200);

            await().atMost(Patience.TIME)
                    .untilAsserted(
                            () -> assertThatThrownBy(() -> connect(jar.port())).isInstanceOf(ConnectException.class));

            String token = request.send("jane").answer().jwt();

            assertThat(VerifiedToken.verify(token, "HS256", TestKeys.SECRET).subject())
                    .isEqualTo("jane");
            assertThat(jar.exitCode()).as("128 and SIGTERM").isEqualTo(143);
        }
    }

    private static void connect(int port) throws IOException {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
    }
}
