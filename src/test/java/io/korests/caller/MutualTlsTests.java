package io.korests.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.korests.HttpCall;
import io.korests.TestClientApps;
import io.korests.TestService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS in which the gateway has to show a certificate too, as docs/configuration.md sets it up. */
class MutualTlsTests {

    @TempDir
    static Path folder;

    private static GatewayCertificates certificates;
    private static TestService service;

    @BeforeAll
    static void start() {
        certificates = new GatewayCertificates(folder);
        Map<String, String> properties = new HashMap<>(TestClientApps.one());
        properties.put("sts.caller.mode", "gateway");
        properties.put("sts.caller.gateway.trusted-proxies", "127.0.0.1");
        properties.put("server.ssl.bundle", "gateway");
        properties.put("server.ssl.client-auth", "need");
        // It would ask for the gateway's certificate otherwise.
        properties.put("management.server.ssl.enabled", "false");
        String bundle = "spring.ssl.bundle.pem.gateway.";
        properties.put(
                bundle + "keystore.certificate",
                folder.resolve("service.pem").toUri().toString());
        properties.put(
                bundle + "keystore.private-key",
                folder.resolve("service.key").toUri().toString());
        properties.put(
                bundle + "truststore.certificate",
                folder.resolve("ca.pem").toUri().toString());
        service = TestService.alone(properties);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void letsTheGatewayInThatShowsItsCertificate() throws Exception {
        HttpResponse<String> answer = post(certificates.showing("gateway"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("{\"jwt\":\"");
    }

    @Test
    void tellsBrowsersToStayWithTls() throws Exception {
        HttpResponse<String> answer = post(certificates.showing("gateway"));

        assertThat(answer.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=31536000");
    }

    @Test
    void letsNobodyInWithoutCertificate() {
        assertThatThrownBy(() -> post(certificates.showingNothing())).isInstanceOf(IOException.class);
    }

    @Test
    void letsNobodyInWithACertificateOfAnotherAuthority() {
        assertThatThrownBy(() -> post(certificates.showing("stranger"))).isInstanceOf(IOException.class);
    }

    @Test
    void speaksNoPlainHttp() {
        HttpCall plain = HttpCall.post("/api/users/sts").header("X-Forwarded-User", "jane");

        assertThat(plain.sendTo(service.port()).status()).isEqualTo(400);
    }

    @Test
    void leavesProbesAndPrometheusInWithoutCertificate() {
        assertThat(HttpCall.of("GET", "/actuator/health/readiness")
                        .sendTo(service.managementPort())
                        .status())
                .isEqualTo(200);
    }

    private static HttpResponse<String> post(SSLContext tls) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:" + service.port() + "/api/users/sts"))
                .header("X-Forwarded-User", "jane")
                .POST(BodyPublishers.noBody())
                .build();
        return HttpClient.newBuilder().sslContext(tls).build().send(request, BodyHandlers.ofString());
    }
}
