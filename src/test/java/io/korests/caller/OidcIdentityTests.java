package io.korests.caller;

import static io.korests.caller.BearerCaller.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.korests.HttpAnswer;
import io.korests.Patience;
import io.korests.Refused;
import io.korests.TestService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Which claim of a good token names the user. */
class OidcIdentityTests {

    private static final FakeProvider PROVIDER = new FakeProvider().publish("k1");

    private final TestService service = TestService.with(PROVIDER.configuration());

    @Test
    void anEmailThatIsVerifiedCounts() {
        assertThat(subject(service, claims("email_verified", true))).isEqualTo("jane@example.com");
        assertThat(subject(service, claims("email_verified", "true"))).isEqualTo("jane@example.com");
    }

    static List<Map<String, Object>> unverified() {
        Map<String, Object> absent = PROVIDER.claims();
        absent.remove("email_verified");
        return List.of(
                absent,
                claims("email_verified", false),
                claims("email_verified", "false"),
                claims("email_verified", "TRUE"),
                claims("email_verified", 1),
                claims("email_verified", List.of(true)));
    }

    /** A user of Keycloak who may edit her account could be anyone. */
    @ParameterizedTest
    @MethodSource("unverified")
    void anEmailThatIsNotVerifiedDoesNot(Map<String, Object> claims) {
        HttpAnswer answer = service.send(bearer(PROVIDER.token("k1", claims)));

        Refused.with(answer, 403, "unusable-identity");
        assertThat(answer.json().get("detail").stringValue())
                .isEqualTo("You are signed on, but your e-mail address is not verified: verify it first.");
    }

    @ParameterizedTest
    @MethodSource("unverified")
    void anUnverifiedEmailCountsWhereTheProviderNeverSaysSo(Map<String, Object> claims) {
        TestService trusting = with("sts.caller.oidc.trust-unverified-email", "true");

        assertThat(subject(trusting, claims)).isEqualTo("jane@example.com");
    }

    @Test
    void anotherClaimNeedsNoVerifiedEmail() {
        Map<String, Object> claims = claims("email_verified", false);
        claims.put("sub", "4711");

        assertThat(subject(with("sts.caller.oidc.identity-claim", "sub"), claims))
                .isEqualTo("4711");
    }

    @Test
    void theFirstClaimThatATokenHasCounts() {
        TestService service = with("sts.caller.oidc.identity-claim", "email, preferred_username, sub");
        Map<String, Object> claims = PROVIDER.claims();
        claims.put("sub", "4711");
        claims.put("preferred_username", "jdoe");
        assertThat(subject(service, claims)).isEqualTo("jane@example.com");
        claims.remove("email");
        assertThat(subject(service, claims)).isEqualTo("jdoe");
        claims.remove("preferred_username");
        assertThat(subject(service, claims)).isEqualTo("4711");
        claims.remove("sub");
        assertUnusable(service, claims);
    }

    /** Whoever makes one unusable must not come by the next. */
    @Test
    void aClaimThatIsThereAndUnusableIsNotPassedOver() {
        TestService service = with("sts.caller.oidc.identity-claim", "email, preferred_username, sub");
        Map<String, Object> claims = claims("email_verified", false);
        claims.put("preferred_username", "ceo@example.com");
        assertUnusable(service, claims);
        for (Object unusable : List.of(7, true, List.of("a"), "", " ", "null", "jane ")) {
            Map<String, Object> other = claims("email", unusable);
            other.put("preferred_username", "ceo@example.com");
            assertUnusable(service, other);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "null",
                "(null)",
                "-",
                "unknown",
                "Anonymous",
                " jane",
                "jane\n",
                "jane\u2003",
                "\u001cjane"
            })
    void aClaimThatNamesNobodyOrNobodyExactlyIsRefused(String email) {
        assertUnusable(service, claims("email", email));
    }

    /** A claim is a JSON text: nothing in it is ambiguous. */
    @ParameterizedTest
    @ValueSource(strings = {"doe, jane", "jane%40example.com", "jörg", "CN=jane,OU=staff"})
    void aClaimIsTakenAsItIs(String email) {
        assertThat(subject(service, claims("email", email))).isEqualTo(email);
    }

    @Test
    void boundAndLogoutTokensAreRefused() {
        Refused.with(
                service.send(bearer(PROVIDER.token("k1", claims("cnf", Map.of("x5t#S256", "abc"))))),
                401,
                "unproven-caller");
        Refused.with(service.send(bearer(PROVIDER.token("k1", claims("cnf", Map.of())))), 401, "unproven-caller");
        Refused.with(service.send(bearer(PROVIDER.token("k1", claims("events", Map.of())))), 401, "unproven-caller");
    }

    @Test
    void aProviderThatChangesItsAlgorithmNeedsNoRestart() throws JoseException {
        try (FakeProvider provider = new FakeProvider().publish("rsa");
                TestService running = TestService.alone(provider.configuration())) {
            assertThat(subject(running, provider.token("rsa"))).isEqualTo("jane@example.com");
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId("ec");

            provider.publishJwk(key.toJson(OutputControlLevel.PUBLIC_ONLY));

            JsonWebSignature jws = new JsonWebSignature();
            jws.setAlgorithmHeaderValue("ES256");
            jws.setKeyIdHeaderValue("ec");
            jws.setPayload(JsonMapper.shared().writeValueAsString(provider.claims()));
            jws.setKey(key.getPrivateKey());
            String token = jws.getCompactSerialization();
            await().atMost(Patience.TIME)
                    .until(() -> running.send(bearer(token)).status() != 503);
            assertThat(subject(running, token)).isEqualTo("jane@example.com");
        }
    }

    private static void assertUnusable(TestService service, Map<String, Object> claims) {
        Refused.with(service.send(bearer(PROVIDER.token("k1", claims))), 403, "unusable-identity");
    }

    private static String subject(TestService service, Map<String, Object> claims) {
        return subject(service, PROVIDER.token("k1", claims));
    }

    private static String subject(TestService service, String token) {
        return service.verified(bearer(token)).subject();
    }

    private static TestService with(String property, String value) {
        Map<String, String> properties = PROVIDER.configuration();
        properties.put(property, value);
        return TestService.with(properties);
    }

    private static Map<String, Object> claims(String claim, Object value) {
        Map<String, Object> claims = new HashMap<>(PROVIDER.claims());
        claims.put(claim, value);
        return claims;
    }
}
