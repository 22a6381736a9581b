package io.korests.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import io.korests.Stopwatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider that answers too much, too slowly or not at all. */
class ProviderRequestsTests {

    private static final Duration DEADLINE = Duration.ofMillis(500);

    /** What a loaded machine may add. */
    private static final Duration AT_MOST = Duration.ofSeconds(5);

    private final ProviderRequests requests = new ProviderRequests(DEADLINE, null);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    @Test
    void takesAnAnswerOfTheLargestSize() throws Exception {
        String largest = "x".repeat(ProviderRequests.LARGEST);
        serve("HTTP/1.1 200 OK\r\nContent-Length: " + largest.length() + "\r\n\r\n" + largest, "");

        assertThat(requests.get(address())).contains(largest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 600000", "Content-Length: 100000000", "Connection: close"})
    void takesNoLargerOne(String length) {
        serve("HTTP/1.1 200 OK\r\n" + length + "\r\n\r\n", "x".repeat(100_000));

        assertEndsInTime("answers with more than " + ProviderRequests.LARGEST + " bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nX: ",
                "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\n"
            })
    void anAnswerThatDripsOrHangsEndsAtTheDeadline(String begin) {
        for (String drop : new String[] {"", "x"}) {
            serve(begin, drop);
            assertEndsInTime("The identity provider at " + address()
                    + (begin.endsWith("\r\n\r\n") ? " cannot be reached" : " does not answer in time"));
        }
    }

    @Test
    void theBodyOfNothingEndsAtTheDeadlineToo() throws Exception {
        serve("HTTP/1.1 404 Not Found\r\nContent-Length: 100000\r\n\r\n", "x");

        try (Stopwatch stopwatch = Stopwatch.start()) {
            assertThat(requests.get(address())).isEmpty();
            assertThat(stopwatch.elapsed()).isLessThan(AT_MOST);
        }
    }

    private void assertEndsInTime(String message) {
        try (Stopwatch stopwatch = Stopwatch.start()) {
            assertThatThrownBy(() -> requests.get(address()))
                    .isInstanceOf(JWKSetUnavailableException.class)
                    .hasMessageContaining(message);
            assertThat(stopwatch.elapsed()).isLessThan(AT_MOST);
        }
    }

    @Test
    void goesNowhereByPlainHttp() {
        assertThatThrownBy(() -> requests.get(URI.create("http://192.0.2.1/keys")))
                .isInstanceOf(JWKSetUnavailableException.class)
                .hasMessage(
                        "The identity provider at http://192.0.2.1/keys is not an https address: anyone on the way could"
                                + " replace the keys");
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/keys");
    }

    /** Answers the next connection with that, then with drops until it is closed; without drops it says nothing more. */
    private void serve(String begin, String drop) {
        threads.execute(() -> {
            try (Socket socket = server.accept()) {
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream();
                while (in.read() != '\n' || in.read() != '\r') {
                    // The request's head, up to its empty line.
                }
                out.write(begin.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                drip(in, out, drop.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                // By the client, as it should.
            }
        });
    }

    private static void drip(InputStream in, OutputStream out, byte[] drop) throws IOException {
        if (drop.length == 0) {
            in.readAllBytes();
        }
        while (drop.length > 0) {
            out.write(drop);
            out.flush();
            if (drop.length == 1) {
                LockSupport.parkNanos(20_000_000);
            }
        }
    }
}
