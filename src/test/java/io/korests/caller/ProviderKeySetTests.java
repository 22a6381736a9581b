package io.korests.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.util.Base64URL;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.korests.TestKeys;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the key set is looked for, and what is made of the answers. */
class ProviderKeySetTests {

    private static final String KEYS = "{\"keys\":[" + FakeProvider.jwk("k1") + "]}";
    private static final String OPENID = "/.well-known/openid-configuration";
    private static final String OAUTH = "/.well-known/oauth-authorization-server";

    private final Map<String, HttpHandler> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(path);
            answers.getOrDefault(path, status(404)).handle(exchange);
        });
        server.start();
        answers.put("/keys", json(KEYS));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "'', " + OPENID,
        "/, " + OPENID,
        "'', " + OAUTH,
        "/realms/staff, /realms/staff" + OPENID,
        "/realms/staff/, /realms/staff" + OPENID,
        "/realms/staff, " + OPENID + "/realms/staff",
        "/realms/staff, " + OAUTH + "/realms/staff",
    })
    void isFoundThroughTheIssuersDocument(String path, String document) throws Exception {
        answers.put(document, json(metadata(at(path), at("/keys"))));
        ProviderKeySet keySet = keySetOf(at(path));

        assertThat(keyIds(keySet)).containsExactly("k1");
        assertThat(asked).endsWith(document, "/keys");
    }

    @Test
    void isLookedForOnceAndReadEachTime() throws Exception {
        answers.put(OPENID, json(metadata(at(""), at("/keys"))));
        ProviderKeySet keySet = keySetOf(at(""));
        keyIds(keySet);

        answers.put("/keys", status(503));
        assertThatThrownBy(() -> keyIds(keySet)).hasMessageContaining("answers with status 503");
        answers.put("/keys", json("{\"keys\":[" + FakeProvider.jwk("k2") + "]}"));

        assertThat(keyIds(keySet)).containsExactly("k2");
        assertThat(asked).containsExactly(OPENID, "/keys", "/keys", "/keys");
    }

    @Test
    void isAskedForAsJson() throws Exception {
        List<String> accepted = new CopyOnWriteArrayList<>();
        answers.put("/keys", exchange -> {
            accepted.addAll(exchange.getRequestHeaders().get("Accept"));
            json(KEYS).handle(exchange);
        });

        keyIds(keySetAt("/keys"));

        assertThat(accepted).singleElement().asString().startsWith("application/json");
    }

    @Test
    void isLookedForAgainAfterItWasNotFound() throws Exception {
        ProviderKeySet keySet = keySetOf(at(""));
        assertThatThrownBy(() -> keyIds(keySet))
                .isInstanceOf(JWKSetUnavailableException.class)
                .hasMessage("The identity provider at " + at(OPENID) + " has no discovery document: check "
                        + ProviderProperties.PREFIX + ".issuer-uri, the realm or tenant in it above all");

        answers.put(OPENID, json(metadata(at(""), at("/keys"))));

        assertThat(keyIds(keySet)).containsExactly("k1");
    }

    @Test
    void aDefectOfTheProviderIsNoReasonToLookElsewhere() {
        answers.put("/a" + OPENID, status(500));
        answers.put(OAUTH + "/a", json(metadata(at("/a"), at("/keys"))));

        assertThatThrownBy(() -> keyIds(keySetOf(at("/a"))))
                .isInstanceOf(JWKSetUnavailableException.class)
                .hasMessageContaining("answers with status 500");
        assertThat(asked).containsExactly("/a" + OPENID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/A", "/a/", "?", " "})
    void theDocumentMustNameTheIssuerByTheLetter(String added) {
        answers.put(OPENID, json(metadata(at("") + added, at("/keys"))));

        assertThatThrownBy(() -> keyIds(keySetOf(at(""))))
                .isInstanceOf(JWKSetUnavailableException.class)
                .hasMessageContaining(
                        added.equals("/")
                                ? "names the issuer " + at("/") + ", which differs by the slash at the end: set "
                                        + ProviderProperties.PREFIX + ".issuer-uri to exactly that"
                                : "names another issuer, " + at("") + added.replace(' ', '?') + ": set ");
        assertThat(asked).doesNotContain("/keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://192.0.2.1/keys", "file:///etc/keys", "/keys", "http://localhost.example.com/"})
    void theDocumentCannotLeadElsewhereThanToHttps(String keys) {
        answers.put(OPENID, json(metadata(at(""), keys)));

        assertThatThrownBy(() -> keyIds(keySetOf(at(""))))
                .isInstanceOf(JWKSetUnavailableException.class)
                .hasMessageContaining(keys + " is not an https address: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "<html>", "{}", "{\"issuer\":7}", "{\"issuer\":null}"})
    void aDocumentThatIsNoneLeadsNowhere(String document) {
        answers.put(OPENID, json(document));

        assertThatThrownBy(() -> keyIds(keySetOf(at("")))).isInstanceOf(JWKSetUnavailableException.class);
        assertThat(asked).doesNotContain("/keys");
    }

    @Test
    void aDocumentWithoutKeySetLeadsNowhere() {
        answers.put(OPENID, json("{\"issuer\":\"" + at("") + "\"}"));

        assertThatThrownBy(() -> keyIds(keySetOf(at(""))))
                .isInstanceOf(JWKSetUnavailableException.class)
                .hasMessageContaining("names no jwks_uri: set spring.security.oauth2.resourceserver.jwt.jwk-set-uri");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "<html>", "{\"keys\":7}", "{\"keys\":[{\"kty\":\"RSA\",\"n\":7}]}"})
    void whatIsNoKeySetIsUnavailable(String document) {
        answers.put("/keys", json(document));

        assertThatThrownBy(() -> keyIds(keySetAt("/keys"))).isInstanceOf(JWKSetUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void noRedirectIsFollowed(int status) {
        answers.put("/moved", redirect(status, at("/keys")));
        answers.put(OPENID, redirect(status, at("/document")));
        answers.put("/document", json(metadata(at(""), at("/keys"))));

        assertThatThrownBy(() -> keyIds(keySetAt("/moved")))
                .isInstanceOf(JWKSetUnavailableException.class)
                .hasMessageContaining(at("/moved") + " answers with status " + status);
        assertThatThrownBy(() -> keyIds(keySetOf(at(""))))
                .isInstanceOf(JWKSetUnavailableException.class)
                .hasMessageContaining(at(OPENID) + " answers with status " + status);
        assertThat(asked).containsExactly("/moved", OPENID);
    }

    @Test
    void rsaKeysUnder2048BitsAreLeftOut() throws Exception {
        answers.put("/keys", json("{\"keys\":[" + rsa(1024) + "," + FakeProvider.jwk("k1") + "," + rsa(2047) + "]}"));

        assertThat(keyIds(keySetAt("/keys"))).containsExactly("k1");
    }

    @Test
    void keysThatAreNotForVerificationAreLeftOut() throws Exception {
        String encrypts = FakeProvider.jwk("k1").replace("\"use\":\"sig\"", "\"key_ops\":[\"encrypt\",\"sign\"]");
        String verifies = FakeProvider.jwk("k2").replace("\"use\":\"sig\"", "\"key_ops\":[\"verify\"]");
        answers.put("/keys", json("{\"keys\":[" + encrypts + "," + verifies + "]}"));

        assertThat(keyIds(keySetAt("/keys"))).containsExactly("k2");
    }

    @Test
    void rsaKeysThatCanBeFactoredAreLeftOut() throws Exception {
        BigInteger product = Stream.iterate(BigInteger.TWO, BigInteger::nextProbablePrime)
                .limit(39)
                .reduce(BigInteger.ONE, BigInteger::multiply);
        BigInteger modulus = BigInteger.valueOf(65537)
                .modPow(BigInteger.valueOf(1234567), product)
                .add(product.shiftLeft(2048 - product.bitLength()));
        String roca = "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"" + Base64URL.encode(modulus) + "\"}";
        assertThat(modulus.bitLength()).isEqualTo(2048);
        answers.put("/keys", json("{\"keys\":[" + roca + "," + FakeProvider.jwk("k1") + "]}"));

        assertThat(keyIds(keySetAt("/keys"))).containsExactly("k1");
    }

    private static String rsa(int bits) {
        return new RSAKey.Builder((RSAPublicKey) TestKeys.rsa(bits, "weak").getPublic())
                .keyID(bits + " bits")
                .build()
                .toJSONString();
    }

    private static List<String> keyIds(ProviderKeySet keySet) throws JWKSetUnavailableException {
        return keySet.read().getKeys().stream().map(JWK::getKeyID).toList();
    }

    private ProviderKeySet keySetAt(String path) {
        return new ProviderKeySet(at(""), at(path), null);
    }

    private ProviderKeySet keySetOf(String issuer) {
        return new ProviderKeySet(issuer, null, null);
    }

    private String at(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static String metadata(String issuer, String keys) {
        return "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + keys + "\"}";
    }

    private static HttpHandler json(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return exchange -> {
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        };
    }

    private static HttpHandler status(int status) {
        return exchange -> answer(exchange, status);
    }

    private static HttpHandler redirect(int status, String location) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            answer(exchange, status);
        };
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }
}
