package io.korests.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEProcessor;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.sun.net.httpserver.HttpServer;
import io.korests.Wycheproof;
import io.korests.Wycheproof.Vector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Wycheproof's vectors, by the part of Nimbus that {@link org.springframework.security.oauth2.jwt.NimbusJwtDecoder} verifies
 * signatures with: their payloads are no claims, so the decoder itself takes none of them.
 */
class WycheproofTests {

    private static final Set<JWSAlgorithm> ALGORITHMS = Stream.of(SignatureAlgorithm.values())
            .map(algorithm -> JWSAlgorithm.parse(algorithm.getName()))
            .collect(Collectors.toSet());

    private static HttpServer server;
    private static volatile byte[] keySet;

    @BeforeAll
    static void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, keySet.length);
            exchange.getResponseBody().write(keySet);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @Test
    void tokensAreVerifiedAsTheVectorsSay() {
        Map<String, Integer> outcomes = Wycheproof.count(
                Stream.of("json_web_signature", "json_web_crypto", "json_web_key", "json_web_encryption")
                        .flatMap(Wycheproof::vectors),
                WycheproofTests::verified);

        assertThat(outcomes)
                .containsExactly(
                        entry("encrypted: refused", 46),
                        entry("refused", 362),
                        entry("shared secrets, never believed: refused", 202),
                        entry("taken", 35),
                        entry("valid, but the key says it is for another algorithm: refused", 4));
    }

    private static String verified(Vector vector) {
        boolean symmetric = !vector.group().has("public");
        boolean taken =
                isTaken(vector.group().path(symmetric ? "private" : "public"), vector.text("jws") + vector.text("jwe"));
        if (symmetric || !vector.text("jwe").isEmpty()) {
            assertThat(taken).as(vector.toString()).isFalse();
            return symmetric ? "shared secrets, never believed: refused" : "encrypted: refused";
        }
        if (vector.isValid() && !algorithmOf(vector).equals(vector.ofKey("alg"))) {
            assertThat(taken).as(vector.toString()).isFalse();
            return "valid, but the key says it is for another algorithm: refused";
        }
        assertThat(taken).as(vector.toString()).isEqualTo(vector.isValid());
        return taken ? "taken" : "refused";
    }

    private static String algorithmOf(Vector vector) {
        String header = vector.text("jws").split("\\.")[0];
        return JsonMapper.shared()
                .readTree(Base64.getUrlDecoder().decode(header))
                .path("alg")
                .asString("");
    }

    /** Through the provider's key set, as it would publish it. */
    private static boolean isTaken(JsonNode jwk, String token) {
        keySet = (jwk.has("keys") ? jwk.toString() : "{\"keys\":[" + jwk + "]}").getBytes(StandardCharsets.UTF_8);
        try {
            JWKSet keys = new ProviderKeySet(
                            "", "http://127.0.0.1:" + server.getAddress().getPort(), null)
                    .read();
            DefaultJOSEProcessor<SecurityContext> processor = new DefaultJOSEProcessor<>();
            processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(keys)));
            processor.process(token, null);
            return true;
        } catch (ParseException | BadJOSEException | JOSEException refused) {
            return false;
        }
    }
}
