package io.korests.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.korests.Patience;
import io.korests.TestService;
import io.korests.vault.PrivateCa;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** A provider whose certificate is of an authority that only the company knows. */
class ProviderTlsTests {

    private static final FakeProvider PROVIDER = new FakeProvider();
    private static final String BUNDLE = "sts.caller.oidc.ssl-bundle";

    private static final String PASSWORD = "password of the test";

    @TempDir
    private static Path folder;

    private static PrivateCa ca;
    private static HttpsServer server;

    @BeforeAll
    static void serve() throws Exception {
        ca = PrivateCa.in(folder);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(SslBundle.of(new PemSslStoreBundle(
                        new PemSslStoreDetails(null, "file:" + ca.serverCertificate(), "file:" + ca.serverKey()), null))
                .createSslContext()));
        byte[] keys = ("{\"keys\":[" + FakeProvider.jwk("k1") + "]}").getBytes(StandardCharsets.UTF_8);
        server.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @Test
    void isNotTrustedByItself() {
        URI keys = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/keys");

        assertThat(verified(Map.of()).cause()).isEqualTo(Cause.PROVIDER_UNREACHABLE);
        assertThatThrownBy(() -> new ProviderRequests(Duration.ofSeconds(10), null).get(keys))
                .hasMessage("The identity provider at " + keys + " has a TLS certificate that is not trusted: set"
                        + " sts.caller.oidc.ssl-bundle to a bundle with its authority, or check that the address names the"
                        + " host of the certificate");
    }

    @Test
    void isTrustedByAPemBundle() {
        assertThat(verified(Map.of(
                                BUNDLE,
                                "provider",
                                "spring.ssl.bundle.pem.provider.truststore.certificate",
                                "file:" + ca.pem()))
                        .text())
                .isEqualTo("jane@example.com");
    }

    @Test
    void isTrustedByAPkcs12Bundle() throws Exception {
        assertThat(verified(Map.of(
                                BUNDLE,
                                "provider",
                                "spring.ssl.bundle.jks.provider.truststore.location",
                                "file:" + trustStore(),
                                "spring.ssl.bundle.jks.provider.truststore.password",
                                PASSWORD,
                                "spring.ssl.bundle.jks.provider.truststore.type",
                                "PKCS12"))
                        .text())
                .isEqualTo("jane@example.com");
    }

    @Test
    void aBundleThatIsNoneStopsTheStart() {
        assertThatThrownBy(() -> verified(Map.of(BUNDLE, "provider")))
                .hasMessage("sts.caller.oidc.ssl-bundle names a bundle that does not exist: configure it under"
                        + " spring.ssl.bundle.pem or .jks, or correct the name");
    }

    @Test
    void aBundleThatCannotBeReadStopsTheStart() {
        assertThatThrownBy(() -> verified(Map.of(
                        BUNDLE,
                        "provider",
                        "spring.ssl.bundle.pem.provider.truststore.certificate",
                        "file:" + folder.resolve("none.pem"))))
                .hasMessageContaining("spring.ssl.bundle.pem.provider needs " + folder.resolve("none.pem"));
    }

    private static Path trustStore() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(ca.pem())) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        Path file = folder.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    private static ProvenIdentity verified(Map<String, String> more) {
        Map<String, String> properties = PROVIDER.configuration();
        properties.put(
                "spring.security.oauth2.resourceserver.jwt.jwk-set-uri",
                "https://127.0.0.1:" + server.getAddress().getPort() + "/keys");
        properties.putAll(more);
        try (TestService service = TestService.alone(properties)) {
            BearerTokenVerifier verifier = service.bean(BearerTokenVerifier.class);
            String token = PROVIDER.token("k1");
            if (!more.isEmpty()) {
                await().atMost(Patience.TIME).until(() -> verifier.verify(token).text() != null);
            }
            return verifier.verify(token);
        }
    }
}
