package io.korests;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** An OpenID Connect provider as far as the service asks one: its keys, and tokens signed with them. */
public final class TestIdentityProvider {

    private static final String ISSUER = "https://login.example.com";
    private static TestIdentityProvider shared;

    private final KeyPair keys = TestKeys.rsa(2048, "identity provider");
    private final HttpServer server;

    private TestIdentityProvider() throws IOException, JoseException {
        RsaJsonWebKey jwk = new RsaJsonWebKey((java.security.interfaces.RSAPublicKey) keys.getPublic());
        jwk.setKeyId("idp");
        byte[] set = ("{\"keys\":[" + jwk.toJson() + "]}").getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/keys", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, set.length);
            exchange.getResponseBody().write(set);
            exchange.close();
        });
        server.start();
    }

    /** The one of this JVM; it ends with it. */
    public static synchronized TestIdentityProvider shared() {
        if (shared == null) {
            try {
                shared = new TestIdentityProvider();
            } catch (IOException exception) {
                throw new UncheckedIOException(exception);
            } catch (JoseException exception) {
                throw new IllegalStateException(exception);
            }
        }
        return shared;
    }

    /** Mode oidc with this provider and the client {@code travel}. */
    public Map<String, String> configuration() {
        Map<String, String> properties = new HashMap<>(TestClientApps.one());
        properties.put("sts.caller.mode", "oidc");
        properties.put("spring.security.oauth2.resourceserver.jwt.issuer-uri", ISSUER);
        properties.put(
                "spring.security.oauth2.resourceserver.jwt.jwk-set-uri",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
        return properties;
    }

    /** A good token for ten minutes. */
    public String token(String email) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(10);
        claims.setStringClaim("email", email);
        claims.setClaim("email_verified", true);
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue("RS256");
        jws.setKeyIdHeaderValue("idp");
        jws.setPayload(claims.toJson());
        jws.setKey(keys.getPrivate());
        try {
            return jws.getCompactSerialization();
        } catch (JoseException exception) {
            throw new IllegalStateException(exception);
        }
    }

    /** A signing input (RFC 7515 §5.1) with the provider's signature, whatever its header says. */
    public String signed(String input) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException(exception);
        }
    }
}
