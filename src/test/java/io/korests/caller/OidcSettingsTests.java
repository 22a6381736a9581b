package io.korests.caller;

import static io.korests.caller.BearerCaller.assertBelieved;
import static io.korests.caller.BearerCaller.assertRefused;
import static io.korests.caller.BearerCaller.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.korests.Refused;
import io.korests.TestKeys;
import io.korests.TestService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.json.JsonMapper;

/** Each setting of mode oidc at another value than the usual one. */
@ExtendWith(OutputCaptureExtension.class)
class OidcSettingsTests {

    private static final String JWT = "spring.security.oauth2.resourceserver.jwt.";
    private static final FakeProvider PROVIDER = new FakeProvider().publish("k1");

    @Test
    void theAlgorithmsThatAreListedAreTakenAndNoOthers() {
        TestService service = with(JWT + "jws-algorithms", "RS512, PS256");

        assertBelieved(service, signed("RS512"));
        assertBelieved(service, signed("PS256"));
        assertRefused(service, signed("RS256"));
        assertRefused(service, signed("PS512"));
    }

    @Test
    void theAlgorithmsThatAreListedCountForAnIssuerToo() {
        Map<String, String> properties = PROVIDER.configuration();
        properties.remove(JWT + "jwk-set-uri");
        TestService any = TestService.with(properties);
        properties.put(JWT + "jws-algorithms", "RS256");
        TestService one = TestService.with(properties);

        assertBelieved(any, signed("RS512"));
        assertBelieved(any, signed("PS256"));
        assertBelieved(one, signed("RS256"));
        assertRefused(one, signed("RS512"));
        assertRefused(one, signed("PS256"));
    }

    @Test
    void onePublicKeyCanBeInAFile(@TempDir Path folder) throws IOException {
        TestService service = withPublicKey(folder, FakeProvider.key("k1").getPublic());

        assertBelieved(service, PROVIDER.token("k1"));
        assertBelieved(service, FakeProvider.signed("{\"alg\":\"RS256\",\"kid\":\"any\"}", PROVIDER.claims(), "k1"));
        assertRefused(service, FakeProvider.signed("{\"alg\":\"RS256\"}", PROVIDER.claims(), "attacker"));
        assertBelieved(service, signed("RS512"));
        assertRefused(service, hmac(FakeProvider.key("k1").getPublic().getEncoded()));
        assertRefused(service, claiming("aud", "https://other.example.com"));
    }

    @Test
    void thePublicKeyMustBeOneOfRsaThatIsLongEnough(@TempDir Path folder) {
        String message = JWT + "public-key-location cannot be read: set it to a PEM file with an RSA public key of at"
                + " least 2048 bits, which begins with -----BEGIN PUBLIC KEY-----";

        for (PublicKey key :
                List.of(TestKeys.rsa(1024, "short").getPublic(), TestKeys.ec().getPublic())) {
            assertThatThrownBy(() -> withPublicKey(folder, key)).hasMessage(message);
        }
        assertThatThrownBy(() -> {
                    Map<String, String> properties = PROVIDER.configuration();
                    properties.keySet().removeIf(name -> name.endsWith("-uri"));
                    properties.put(JWT + "public-key-location", "file:" + folder.resolve("none.pem"));
                    TestService.with(properties);
                })
                .hasMessage(message);
    }

    private static TestService withPublicKey(Path folder, PublicKey key) throws IOException {
        String base64 = Base64.getMimeEncoder().encodeToString(key.getEncoded());
        Path file = Files.createTempFile(folder, "provider", ".pem");
        Files.writeString(file, "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n");
        Map<String, String> properties = PROVIDER.configuration();
        properties.keySet().removeIf(name -> name.endsWith("-uri"));
        properties.put(JWT + "public-key-location", "file:" + file);
        return TestService.with(properties);
    }

    @Test
    void clocksMayDifferByAsMuchAsIsSet() {
        TestService exact = with("sts.caller.oidc.clock-skew", "0s");
        TestService lenient = with("sts.caller.oidc.clock-skew", "5m");

        assertBelieved(exact, expired(-60));
        assertRefused(exact, expired(30));
        assertBelieved(lenient, expired(200));
        assertRefused(lenient, expired(360));
    }

    @Test
    void theIdentityIsInTheClaimThatIsSet() {
        TestService service = with("sts.caller.oidc.identity-claim", "preferred_username");
        Map<String, Object> claims = PROVIDER.claims();
        claims.put("preferred_username", "jdoe");

        assertThat(service.verified(bearer(PROVIDER.token("k1", claims))).subject())
                .isEqualTo("jdoe");
        Refused.with(service.send(bearer(PROVIDER.token("k1"))), 403, "unusable-identity");
    }

    /** Which algorithms count is then for the provider's keys to say. */
    @Test
    void keysThatAreFoundThroughTheIssuerAreNoLessStrict() {
        Map<String, String> properties = PROVIDER.configuration();
        properties.remove(JWT + "jwk-set-uri");
        TestService service = TestService.with(properties);
        byte[] publicKey = FakeProvider.key("k1").getPublic().getEncoded();

        assertBelieved(service, PROVIDER.token("k1"));
        assertRefused(service, FakeProvider.unsigned("{\"alg\":\"none\",\"kid\":\"k1\"}", PROVIDER.claims()) + '.');
        assertRefused(service, hmac(publicKey));
        assertRefused(service, hmac(FakeProvider.jwk("k1").getBytes(StandardCharsets.UTF_8)));
        assertRefused(
                service, FakeProvider.signed("{\"alg\":\"RS256\",\"kid\":\"k1\"}", PROVIDER.claims(), "attacker"));
        assertRefused(service, claiming("iss", "https://login.example.com"));
        assertRefused(service, claiming("aud", "https://other.example.com"));
    }

    @Test
    void aStartWithoutAudiencesIsWarnedOf(CapturedOutput output) {
        Map<String, String> properties = PROVIDER.configuration();
        properties.put("logging.level.io.korests.caller", "warn");
        String warning = JWT + "audiences is not set: every token of the identity provider counts";
        TestService.alone(properties).close();
        assertThat(output).doesNotContain(warning);

        properties.remove(JWT + "audiences");
        TestService.alone(properties).close();
        assertThat(output).containsOnlyOnce(warning);
    }

    private static TestService with(String property, String value) {
        Map<String, String> properties = PROVIDER.configuration();
        properties.put(property, value);
        return TestService.with(properties);
    }

    private static String claiming(String claim, Object value) {
        Map<String, Object> claims = PROVIDER.claims();
        claims.put(claim, value);
        return PROVIDER.token("k1", claims);
    }

    private static String expired(long seconds) {
        return claiming("exp", System.currentTimeMillis() / 1000 - seconds);
    }

    private static String signed(String algorithm) {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue(algorithm);
        jws.setKeyIdHeaderValue("k1");
        jws.setPayload(JsonMapper.shared().writeValueAsString(PROVIDER.claims()));
        jws.setKey(FakeProvider.key("k1").getPrivate());
        try {
            return jws.getCompactSerialization();
        } catch (JoseException exception) {
            throw new IllegalStateException(exception);
        }
    }

    private static String hmac(byte[] key) {
        String input = FakeProvider.unsigned("{\"alg\":\"HS256\",\"kid\":\"k1\"}", PROVIDER.claims());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] signature = mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
            return input + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException(exception);
        }
    }
}
