package io.korests.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.korests.MarkdownFile;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class ProviderTroubleTests {

    private static final URI ADDRESS = URI.create("https://login.example.com/keys");

    /** By what its message begins with, and no other's. */
    @Test
    void eachIsDocumented() {
        List<String> beginnings =
                MarkdownFile.of("docs/operations.md").table("When the identity provider fails").stream()
                        .map(row -> "The identity provider at " + ADDRESS + ' '
                                + row.get(0).replace("…", "x"))
                        .toList();

        assertThat(beginnings).hasSameSizeAs(ProviderTrouble.values());
        assertThat(ProviderTrouble.values())
                .allSatisfy(trouble -> assertThat(beginnings)
                        .filteredOn(trouble.at(ADDRESS, "x").getMessage()::startsWith)
                        .hasSize(1));
    }

    @Test
    void isRecognisedByTheFailuresType() {
        SSLHandshakeException untrusted = new SSLHandshakeException("");
        untrusted.initCause(new CertificateException());
        ConnectException unknownHost = new ConnectException();
        unknownHost.initCause(new UnresolvedAddressException());

        assertThat(ProviderTrouble.of(new ConnectException())).isEqualTo(ProviderTrouble.UNREACHABLE);
        assertThat(ProviderTrouble.of(unknownHost)).isEqualTo(ProviderTrouble.UNREACHABLE);
        assertThat(ProviderTrouble.of(new EOFException())).isEqualTo(ProviderTrouble.UNREACHABLE);
        assertThat(ProviderTrouble.of(new HttpTimeoutException(""))).isEqualTo(ProviderTrouble.SLOW);
        assertThat(ProviderTrouble.of(new HttpConnectTimeoutException(""))).isEqualTo(ProviderTrouble.SLOW);
        assertThat(ProviderTrouble.of(untrusted)).isEqualTo(ProviderTrouble.UNTRUSTED);
        assertThat(ProviderTrouble.of(new IOException(untrusted))).isEqualTo(ProviderTrouble.UNTRUSTED);
        assertThat(ProviderTrouble.of(new SSLException(""))).isEqualTo(ProviderTrouble.NO_TLS);
    }

    @Test
    void showsNothingOfTheProviderThatCouldDeceiveATerminal() {
        String message = ProviderTrouble.OTHER_ISSUER
                .at(ADDRESS, "a\u001b[2J b\nc\u202e" + "x".repeat(1000))
                .getMessage();

        assertThat(message).contains("names another issuer, a?[2J?b?c?xxx").hasSizeLessThan(500);
    }

    @Test
    void nobodyListensOrSpeaksTls() throws IOException {
        ProviderRequests requests = new ProviderRequests(Duration.ofSeconds(20), null);
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI https = URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/keys");
            new Thread(() -> answerPlainly(plain)).start();
            assertThatThrownBy(() -> requests.get(https))
                    .hasMessage("The identity provider at " + https
                            + " does not speak TLS: check the address, and what stands between");
        }
        assertThatThrownBy(() -> requests.get(URI.create("http://127.0.0.1:1/keys")))
                .hasMessage(
                        "The identity provider at http://127.0.0.1:1/keys cannot be reached: check the address, the network"
                                + " and whether the provider runs");
    }

    /** Each connection until the server is closed: a client of another test may come first. */
    private static void answerPlainly(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.setSoTimeout(1000);
                socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            } catch (IOException closed) {
                // By the client, as it may, or by the test.
            }
        }
    }
}
