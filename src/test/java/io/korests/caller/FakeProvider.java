package io.korests.caller;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.korests.TestClientApps;
import io.korests.TestKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** An OpenID Connect provider that can rotate its keys and go away, with tokens put together by hand. */
public final class FakeProvider implements AutoCloseable {

    static final String AUDIENCE = "https://sts.example.com";

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final List<String> published = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger discovered = new AtomicInteger();
    private final HttpServer server;
    private volatile boolean away;

    public FakeProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        server.createContext("/keys", this::keys);
        server.createContext("/.well-known/openid-configuration", this::discovery);
        server.start();
    }

    private void keys(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        answer(
                exchange,
                "{\"keys\":["
                        + published.stream()
                                .map(key -> key.startsWith("{") ? key : jwk(key))
                                .collect(Collectors.joining(","))
                        + "]}");
    }

    private void discovery(HttpExchange exchange) throws IOException {
        discovered.incrementAndGet();
        answer(
                exchange,
                "{\"issuer\":\"" + issuer() + "\",\"jwks_uri\":\"" + issuer() + "/keys\","
                        + "\"subject_types_supported\":[\"public\"],\"response_types_supported\":[\"code\"],"
                        + "\"authorization_endpoint\":\"" + issuer() + "/a\"}");
    }

    private void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(away ? 503 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Lists these keys and no others from now on. */
    public FakeProvider publish(String... keyIds) {
        published.clear();
        published.addAll(List.of(keyIds));
        return this;
    }

    /** Lists this key and no others from now on. */
    FakeProvider publishJwk(String jwk) {
        published.clear();
        published.add(jwk);
        return this;
    }

    /** From now on every request is answered by 503, or again by what was asked for. */
    public void away(boolean isAway) {
        away = isAway;
    }

    /** How often its keys were asked for. */
    int timesAsked() {
        return asked.get();
    }

    /** How often the document that says where its keys are was asked for. */
    int timesDiscovered() {
        return discovered.get();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Mode oidc with its key set, issuer and audience, and the client {@code travel}. */
    public Map<String, String> configuration() {
        Map<String, String> properties = new HashMap<>(TestClientApps.one());
        properties.put("sts.caller.mode", "oidc");
        String jwt = "spring.security.oauth2.resourceserver.jwt.";
        properties.put(jwt + "issuer-uri", issuer());
        properties.put(jwt + "jwk-set-uri", issuer() + "/keys");
        properties.put(jwt + "audiences", AUDIENCE);
        return properties;
    }

    /** The claims of a good token, to be changed. */
    Map<String, Object> claims() {
        long now = System.currentTimeMillis() / 1000;
        Map<String, Object> claims = new HashMap<>();
        claims.put("iss", issuer());
        claims.put("aud", AUDIENCE);
        claims.put("email", "jane@example.com");
        claims.put("email_verified", true);
        claims.put("iat", now - 600);
        claims.put("exp", now + 600);
        return claims;
    }

    /** A good token, signed with that key. */
    String token(String keyId) {
        return token(keyId, claims());
    }

    String token(String keyId, Map<String, Object> claims) {
        return signed("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"" + keyId + "\"}", claims, keyId);
    }

    /** Any header over any claims, signed with RSA and SHA-256 whatever the header says. */
    static String signed(String header, Map<String, Object> claims, String keyId) {
        try {
            String input = unsigned(header, claims);
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key(keyId).getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + '.' + BASE64URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException(exception);
        }
    }

    /** The JWS signing input. */
    static String unsigned(String header, Map<String, Object> claims) {
        String payload = tools.jackson.databind.json.JsonMapper.shared().writeValueAsString(claims);
        return base64Url(header) + '.' + base64Url(payload);
    }

    static String base64Url(String text) {
        return BASE64URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static KeyPair key(String keyId) {
        return TestKeys.rsa(2048, "provider " + keyId);
    }

    /** The public key as the provider publishes it. */
    static String jwk(String keyId) {
        RSAPublicKey key = (RSAPublicKey) key(keyId).getPublic();
        String modulus = BASE64URL.encodeToString(key.getModulus().toByteArray());
        return "{\"kty\":\"RSA\",\"use\":\"sig\",\"kid\":\"" + keyId + "\",\"e\":\"AQAB\",\"n\":\"" + modulus + "\"}";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
