package io.korests.caller;

import static io.korests.caller.BearerCaller.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.Patience;
import io.korests.Refused;
import io.korests.TestService;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bearer tokens, good and forged, through the whole service. */
class OidcTests {

    private static final FakeProvider PROVIDER = new FakeProvider().publish("k1");
    private static final String HEADER = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}";

    private final TestService service = TestService.with(PROVIDER.configuration());

    @Test
    void believesATokenOfTheProvider() {
        assertThat(service.verified(bearer(PROVIDER.token("k1"))).subject()).isEqualTo("jane@example.com");
        assertThat(service.verified(post().header("Authorization", "bEaReR " + PROVIDER.token("k1")))
                        .subject())
                .isEqualTo("jane@example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "at+jwt", "application/at+jwt"})
    void takesIdTokensAndAccessTokens(String type) {
        String header = "{\"alg\":\"RS256\",\"typ\":\"" + type + "\",\"kid\":\"k1\"}";

        assertThat(service.verified(bearer(FakeProvider.signed(header, PROVIDER.claims(), "k1")))
                        .subject())
                .isEqualTo("jane@example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"logout+jwt", "secevent+jwt", "dpop+jwt", "JOSE"})
    void refusesTokensOfAnotherType(String type) {
        String header = "{\"alg\":\"RS256\",\"typ\":\"" + type + "\",\"kid\":\"k1\"}";

        assertForged(FakeProvider.signed(header, PROVIDER.claims(), "k1"));
    }

    @Test
    void asksForATokenWhereThereIsNone() {
        HttpAnswer answer = service.send(post());

        Refused.with(answer, 401, "unproven-caller");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"undefined", "null", "NaN", "[object Object]", "a", "a.b", "a.b.c", "..", "...", "a.b.c.d.e"})
    void refusesWhatIsNoToken(String text) {
        assertForged(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic amFuZTpqYW5l", "undefined", "Bearer", "Token abc", ""})
    void refusesAnotherSchemeThanBearer(String authorization) {
        Refused.with(service.send(post().header("Authorization", authorization)), 401, "unproven-caller");
    }

    @Test
    void refusesTwoAuthorizationHeaders() {
        HttpCall twice = bearer(PROVIDER.token("k1")).header("Authorization", "Bearer " + PROVIDER.token("k1"));

        Refused.with(service.send(twice), 401, "unproven-caller");
    }

    @Test
    void looksForNoTokenElsewhere() {
        String token = PROVIDER.token("k1");

        Refused.with(service.send(HttpCall.post("/api/users/sts?access_token=" + token)), 401, "unproven-caller");
        Refused.with(service.send(post().form("access_token=" + token)), 401, "unproven-caller");
        Refused.with(service.send(post().header("Cookie", "access_token=" + token)), 401, "unproven-caller");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", ""})
    void refusesATokenThatIsNotSigned(String algorithm) {
        String unsigned = FakeProvider.unsigned(
                "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\",\"kid\":\"k1\"}", PROVIDER.claims());
        String signature = PROVIDER.token("k1").split("\\.")[2];

        assertForged(unsigned + '.');
        assertForged(unsigned);
        assertForged(unsigned + '.' + signature);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HmacSHA256", "HmacSHA384", "HmacSHA512"})
    void refusesAnHmacOverThePublicKey(String mac) {
        String algorithm = "HS" + mac.substring(7);
        String input = FakeProvider.unsigned(
                "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\",\"kid\":\"k1\"}", PROVIDER.claims());
        byte[] der = FakeProvider.key("k1").getPublic().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PUBLIC KEY-----\n";

        for (byte[] key : List.of(der, utf8(pem), utf8(pem.strip()), utf8(FakeProvider.jwk("k1")))) {
            assertForged(input + '.' + hmac(mac, key, input));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS384", "RS512", "PS256", "ES256", "EdDSA", "RS1", "rs256"})
    void refusesAnAlgorithmThatIsNotAllowed(String algorithm) {
        String header = "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\",\"kid\":\"k1\"}";

        assertForged(FakeProvider.signed(header, PROVIDER.claims(), "k1"));
    }

    @Test
    void refusesATokenThatWasChanged() {
        String[] parts = PROVIDER.token("k1").split("\\.");
        Map<String, Object> claims = PROVIDER.claims();
        claims.put("email", "john@example.com");
        String other = PROVIDER.token("k1", claims).split("\\.")[1];

        assertForged(parts[0] + '.' + other + '.' + parts[2]);
        assertForged(parts[0] + '.' + parts[1] + '.' + parts[2].substring(4));
        assertForged(parts[0] + '.' + parts[1] + '.');
        assertForged(FakeProvider.base64Url(HEADER + ' ') + '.' + parts[1] + '.' + parts[2]);
    }

    @Test
    void refusesAKeyThatTheTokenBringsAlong() {
        String jwk = FakeProvider.jwk("attacker");
        String issuer = PROVIDER.issuer();
        for (String header : List.of(
                "{\"alg\":\"RS256\",\"kid\":\"attacker\",\"jwk\":" + jwk + "}",
                "{\"alg\":\"RS256\",\"kid\":\"k1\",\"jwk\":" + jwk + "}",
                "{\"alg\":\"RS256\",\"jwk\":" + jwk + "}",
                "{\"alg\":\"RS256\",\"kid\":\"k1\",\"jku\":\"" + issuer + "/attacker\"}",
                "{\"alg\":\"RS256\",\"kid\":\"k1\",\"x5u\":\"" + issuer + "/attacker\"}",
                "{\"alg\":\"RS256\",\"kid\":\"k1\",\"x5c\":[\"MIIB\"]}",
                "{\"alg\":\"RS256\",\"kid\":\"k1\"}",
                "{\"alg\":\"RS256\"}")) {
            assertForged(FakeProvider.signed(header, PROVIDER.claims(), "attacker"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../etc/passwd",
                "/dev/null",
                "file:///dev/null",
                "http://127.0.0.1:1/keys",
                "k1' or '1'='1",
                "k1\\u0000",
                "${jndi:ldap://127.0.0.1:1/a}",
                "|cat /etc/passwd",
                "*",
                "",
                "K1",
                "k1 "
            })
    void takesAKeyIdForANameAndNothingElse(String keyId) {
        String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"" + keyId + "\"}";

        // 503 while the provider is asked for it.
        String token = FakeProvider.signed(header, PROVIDER.claims(), "attacker");
        assertThat(service.send(bearer(token)).status()).isIn(401, 503);
        // What a file of no bytes would be as an HMAC key.
        String input = FakeProvider.unsigned(header.replace("RS256", "HS256"), PROVIDER.claims());
        assertForged(input + '.' + hmac("HmacSHA256", new byte[1], input));
    }

    @Test
    void refusesACriticalHeaderThatItDoesNotKnow() {
        assertForged(FakeProvider.signed(
                "{\"alg\":\"RS256\",\"kid\":\"k1\",\"crit\":[\"x\"],\"x\":1}", PROVIDER.claims(), "k1"));
        assertForged(FakeProvider.signed(
                "{\"alg\":\"RS256\",\"kid\":\"k1\",\"crit\":[\"b64\"],\"b64\":false}", PROVIDER.claims(), "k1"));
    }

    @Test
    void refusesATokenOfAnotherTime() {
        long now = System.currentTimeMillis() / 1000;

        assertForged(with("exp", now - 120));
        assertForged(with("exp", null));
        assertForged(with("nbf", now + 120));
        assertThat(service.verified(bearer(with("exp", now - 30))).subject()).isEqualTo("jane@example.com");
        assertThat(service.verified(bearer(with("nbf", now + 30))).subject()).isEqualTo("jane@example.com");
    }

    @Test
    void refusesATokenForAnotherAudience() {
        assertForged(with("aud", "https://other.example.com"));
        assertForged(with("aud", FakeProvider.AUDIENCE + "/"));
        assertForged(with("aud", List.of("https://other.example.com", "account")));
        assertForged(with("aud", null));
        assertForged(with("aud", List.of()));
        assertThat(service.verified(bearer(with("aud", List.of("account", FakeProvider.AUDIENCE))))
                        .subject())
                .isEqualTo("jane@example.com");
    }

    @Test
    void refusesATokenOfAnotherIssuer() {
        assertForged(with("iss", "https://login.example.com"));
        assertForged(with("iss", PROVIDER.issuer() + "/"));
        assertForged(with("iss", null));
    }

    @Test
    void refusesATokenWithoutIdentity() {
        for (Object email : new Object[] {null, "", "  ", 7, true, List.of("jane@example.com")}) {
            HttpAnswer answer = service.send(bearer(with("email", email)));

            Refused.with(answer, 403, "unusable-identity");
            assertThat(answer.json().get("detail").stringValue())
                    .isEqualTo(
                            "You are signed on, but what proves it names no user that can be used here: ask those who run"
                                    + " the sign-on.");
        }
    }

    @Test
    void refusesAnotherIdentityInTheBody() {
        HttpCall call = bearer(PROVIDER.token("k1"));

        Refused.with(service.send(call.json("{\"identity\":\"john@example.com\"}")), 403, "identity-mismatch");
        Refused.with(service.send(call.form("identity=john@example.com")), 403, "identity-mismatch");
        assertThat(service.verified(call.json("{\"identity\":\"jane@example.com\"}"))
                        .subject())
                .isEqualTo("jane@example.com");
        assertThat(service.verified(call.json("{\"identity\":\" \"}")).subject())
                .isEqualTo("jane@example.com");
    }

    @Test
    void refusesAnIdentityWithoutToken() {
        Refused.with(service.send(post().json("{\"identity\":\"jane@example.com\"}")), 401, "unproven-caller");
        Refused.with(
                service.send(post().json("{\"identity\":\"jane@example.com\",\"isAnonymous\":true}")),
                401,
                "unproven-caller");
    }

    @Test
    void givesARandomIdentityToAnonymousUsers() {
        assertThat(service.verified(post().json("{\"isAnonymous\":true}")).subject())
                .matches("[A-Za-z0-9_-]{22}");
    }

    private static String with(String claim, Object value) {
        Map<String, Object> claims = PROVIDER.claims();
        claims.put(claim, value);
        if (value == null) {
            claims.remove(claim);
        }
        return PROVIDER.token("k1", claims);
    }

    private static HttpCall post() {
        return HttpCall.post("/api/users/sts");
    }

    private void assertForged(String token) {
        // An unknown key has the provider asked, until the limit of that.
        await().atMost(Patience.TIME).until(() -> service.send(bearer(token)).status() != 503);
        HttpAnswer answer = service.send(bearer(token));
        Refused.with(answer, 401, "unproven-caller");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
        assertThat(answer.toString()).doesNotContain("jane");
    }

    private static String hmac(String algorithm, byte[] key, String input) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(utf8(input)));
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException(exception);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
