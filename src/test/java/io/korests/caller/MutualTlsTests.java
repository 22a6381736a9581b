package io.korests.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.Patience;
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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.Environment;

/** TLS in which the gateway has to show a certificate too, as docs/configuration.md sets it up. */
@ExtendWith(OutputCaptureExtension.class)
class MutualTlsTests {

    private static final String NO_PAIR =
            " are no pair, so that no TLS connection would succeed: put the certificate and"
                    + " the key of one issue in place";

    private static final String WATCHER = "org.springframework.boot.autoconfigure.ssl.FileWatcher";

    @TempDir
    static Path folder;

    private static GatewayCertificates certificates;
    private static TestService service;

    @BeforeAll
    static void start() {
        certificates = new GatewayCertificates(folder);
        service = TestService.alone(properties("service.key"));
    }

    private static Map<String, String> properties(String key) {
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
                bundle + "keystore.private-key", folder.resolve(key).toUri().toString());
        properties.put(
                bundle + "truststore.certificate",
                folder.resolve("ca.pem").toUri().toString());
        return properties;
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

    @Test
    void doesNotStartWithACertificateOfAnotherKey() {
        certificates.writeKey("stranger", "other.key");
        String pair = "spring.ssl.bundle.pem.gateway.keystore.certificate and .private-key";
        String own = "server.ssl.certificate and .certificate-private-key";
        Map<String, String> alone = TestClientApps.one();
        alone.put(
                "server.ssl.certificate", folder.resolve("service.pem").toUri().toString());
        alone.put(
                "server.ssl.certificate-private-key",
                folder.resolve("other.key").toUri().toString());

        assertThatThrownBy(() -> TestService.alone(properties("other.key"))).hasMessage(pair + NO_PAIR);
        assertThatThrownBy(() -> TestService.alone(alone)).hasMessage(own + NO_PAIR);
        assertThatThrownBy(() -> TestService.alone(properties("absent.key")))
                .hasMessageStartingWith("spring.ssl.bundle.pem.gateway needs " + folder.resolve("absent.key"))
                .hasMessageEndingWith(", which cannot be read: check that it is there and that the user of this process"
                        + " may read it");
    }

    /** Of Boot's, which would write a stack trace: health and refresh name the trouble. */
    @Test
    void doesNotLogAReloadThatIsRefusedTwice() {
        assertThat(service.bean(Environment.class).getProperty("logging.level." + WATCHER))
                .isEqualTo("off");
    }

    @Test
    void doesNotStartWithAKeyStoreThatCannotBeOpened() {
        Map<String, String> direct = TestClientApps.one();
        direct.put("server.ssl.key-store", folder.resolve("all.p12").toUri().toString());
        direct.put("server.ssl.key-store-password", "wrong");
        Map<String, String> bundle = TestClientApps.one();
        bundle.put(
                "spring.ssl.bundle.jks.own.keystore.location",
                folder.resolve("all.p12").toUri().toString());
        bundle.put("spring.ssl.bundle.jks.own.keystore.password", "wrong");
        bundle.put("management.server.ssl.bundle", "own");
        String message = " cannot be read: check its files, their types and passwords";

        assertThatThrownBy(() -> TestService.alone(direct)).hasMessage("server.ssl" + message);
        assertThatThrownBy(() -> TestService.alone(bundle)).hasMessage("spring.ssl.bundle.jks.own" + message);
    }

    @Test
    void doesNotStartWithAKeyStoreWhoseCertificateIsOfAnotherKey() {
        String password = certificates.writeMismatch("mixed.p12");
        String location = folder.resolve("mixed.p12").toUri().toString();
        Map<String, String> direct = TestClientApps.one();
        direct.put("server.ssl.key-store", location);
        direct.put("server.ssl.key-store-password", password);
        Map<String, String> bundle = TestClientApps.one();
        bundle.put("spring.ssl.bundle.jks.own.keystore.location", location);
        bundle.put("spring.ssl.bundle.jks.own.keystore.password", password);
        bundle.put("management.server.ssl.bundle", "own");
        String both = ": its certificate and its key";

        assertThatThrownBy(() -> TestService.alone(direct)).hasMessage("server.ssl.key-store" + both + NO_PAIR);
        assertThatThrownBy(() -> TestService.alone(bundle))
                .hasMessage("spring.ssl.bundle.jks.own.keystore" + both + NO_PAIR);
    }

    @Test
    void doesNotStartWithoutAPrivateKey() {
        String authority = folder.resolve("ca.pem").toUri().toString();
        Map<String, String> trusting = TestClientApps.one();
        trusting.put("server.ssl.trust-certificate", authority);
        Map<String, String> bundle = TestClientApps.one();
        bundle.put("spring.ssl.bundle.pem.own.truststore.certificate", authority);
        bundle.put("management.server.ssl.bundle", "own");
        String noKey = " have no private key, so that no TLS connection would succeed: add it";

        assertThatThrownBy(() -> TestService.alone(trusting))
                .hasMessage("server.ssl.certificate and .certificate-private-key" + noKey);
        assertThatThrownBy(() -> TestService.alone(bundle))
                .hasMessage("spring.ssl.bundle.pem.own.keystore.certificate and .private-key" + noKey);
        bundle.remove("management.server.ssl.bundle");
        TestService.alone(bundle).close();
    }

    @Test
    void startsWithAKeyStore() {
        Map<String, String> properties = TestClientApps.one();
        properties.put("server.ssl.key-store", folder.resolve("all.p12").toUri().toString());
        properties.put("server.ssl.key-store-password", certificates.password());
        properties.put("server.ssl.key-alias", "service");

        TestService.alone(properties).close();
    }

    /** A rotation of one of the two files: Boot would serve with both, and no handshake would succeed. */
    @Test
    void keepsTheLastPairAndIsDownWhereTheFilesAreNone(CapturedOutput output) throws Exception {
        certificates.writeKey("service", "rotated.key");
        Map<String, String> properties = properties("rotated.key");
        properties.put("spring.ssl.bundle.pem.gateway.reload-on-update", "true");
        properties.put("spring.ssl.bundle.watch.file.quiet-period", "100ms");
        properties.put("logging.level." + WATCHER, "error");
        try (TestService rotated = TestService.alone(properties)) {
            assertThat(rotated.management("health")
                            .json()
                            .at("/components/tls/status")
                            .stringValue())
                    .isEqualTo("UP");

            certificates.writeKey("stranger", "rotated.key");
            await().atMost(Patience.TIME).until(() -> output.getAll().contains("Unexpected SSL reload error"));

            HttpAnswer health = rotated.management("health");
            assertThat(health.status()).isEqualTo(503);
            assertThat(health.json().at("/components/tls/status").stringValue()).isEqualTo("DOWN");
            assertThat(health.json().at("/components/tls/details/cause").stringValue())
                    .isEqualTo("spring.ssl.bundle.pem.gateway.keystore.certificate and .private-key" + NO_PAIR);
            assertThat(rotated.refresh().json().get("trouble").stringValue())
                    .isEqualTo("spring.ssl.bundle.pem.gateway.keystore.certificate and .private-key" + NO_PAIR);
            assertThat(rotated.management("health/readiness").status()).isEqualTo(200);
            assertThat(post(certificates.showing("gateway"), rotated.port()).statusCode())
                    .isEqualTo(200);
        }
    }

    private static HttpResponse<String> post(SSLContext tls) throws IOException, InterruptedException {
        return post(tls, service.port());
    }

    private static HttpResponse<String> post(SSLContext tls, int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/api/users/sts"))
                .header("X-Forwarded-User", "jane")
                .POST(BodyPublishers.noBody())
                .build();
        return HttpClient.newBuilder().sslContext(tls).build().send(request, BodyHandlers.ofString());
    }
}
