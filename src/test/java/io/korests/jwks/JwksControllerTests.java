package io.korests.jwks;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.TestClientApps;
import io.korests.TestKeys;
import io.korests.TestService;
import io.korests.VerifiedToken;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jose4j.jwk.JsonWebKeySet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published keys over HTTP. */
class JwksControllerTests {

    private static final String JWKS = "/.well-known/jwks.json";

    /** Of a client of {@link TestClientApps#everything()}. */
    private static final String RS_CLIENT = TestClientApps.matrixName("RS256", "standard", false);

    private static final String PEM = "/.well-known/" + RS_CLIENT + ".pem";

    @Test
    void servesAKeyThatVerifiesTheTokens() throws Exception {
        HttpAnswer answer = get(JWKS);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/jwk-set+json");
        // One key signs by RS256 and by RS512: it is listed for each.
        JsonWebKeySet set = new JsonWebKeySet(answer.text());
        assertThat(set.getJsonWebKeys())
                .extracting(jwk -> jwk.getAlgorithm())
                .containsExactlyInAnyOrder("RS256", "RS512");
        String jwt = send(HttpCall.post("/api/users/sts")
                        .json("{\"identity\":\"jane\",\"clientId\":\"cs-" + RS_CLIENT + "\"}"))
                .jwt();
        VerifiedToken token = VerifiedToken.verify(
                jwt, "RS256", set.findJsonWebKey(null, "RSA", "sig", "RS256").getKey());
        assertThat(token.subject()).isEqualTo("jane");
    }

    @Test
    void servesAPemThatReadsBackAsTheKey() throws Exception {
        HttpAnswer answer = get(PEM);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("text/plain;charset=UTF-8");
        assertThat(answer.text().lines()).allMatch(line -> line.length() <= 64);
        assertThat(answer.text()).startsWith("-----BEGIN PUBLIC KEY-----\n").endsWith("\n-----END PUBLIC KEY-----\n");
        byte[] der = Base64.getMimeDecoder().decode(answer.text().replaceAll("-----[A-Z ]+-----", ""));
        assertThat(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der)))
                .isEqualTo(TestKeys.rsa().getPublic());
    }

    @ParameterizedTest
    @ValueSource(strings = {JWKS, "pem"})
    void maybeCachedForAMinuteAndThenAskedAbout(String path) {
        String target = path.equals("pem") ? PEM : path;
        HttpAnswer first = get(target);
        assertThat(first.header("cache-control")).isEqualTo("max-age=60, public");
        assertThat(first.all("vary")).contains("Origin");
        String etag = first.header("etag");
        assertThat(etag).matches("\"[\\w-]{22}\"");
        for (String condition : new String[] {etag, "W/" + etag, "\"other\", " + etag}) {
            HttpAnswer second = send(HttpCall.of("GET", target).header("If-None-Match", condition));
            assertThat(second.status()).as(condition).isEqualTo(304);
            assertThat(second.text()).isEmpty();
            assertThat(second.header("etag")).isEqualTo(etag);
            assertThat(second.header("cache-control")).isEqualTo("max-age=60, public");
        }
        HttpAnswer changed = send(HttpCall.of("GET", target).header("If-None-Match", "\"other\""));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body()).isEqualTo(first.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/jwk-set+json", "*/*", "text/html"})
    void givesTheSameAnswerWhateverIsAccepted(String accept) {
        HttpAnswer answer = send(HttpCall.of("GET", JWKS).header("Accept", accept));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/jwk-set+json");
    }

    @Test
    void answersHeadWithoutABody() {
        String raw = "HEAD " + JWKS + " HTTP/1.1\r\nHost: sts.example.com\r\nConnection: close\r\n\r\n";
        // The length tells of a body that a GET would have; none follows.
        HttpAnswer head = send(HttpCall.raw(raw));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("etag")).isEqualTo(get(JWKS).header("etag"));
        assertThat(head.body()).isEmpty();
    }

    @Test
    void maybeReadByPagesThatMayAskForTokens() {
        HttpAnswer allowed = send(HttpCall.of("GET", JWKS).origin(TestClientApps.ORIGIN));
        assertThat(allowed.status()).isEqualTo(200);
        assertThat(allowed.header("access-control-allow-origin")).isEqualTo(TestClientApps.ORIGIN);
        assertProblem(send(HttpCall.of("GET", JWKS).origin("https://evil.example")), 403, "origin-not-allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"travel", "nobody", "jwks", "a.b"})
    void hasNothingForAClientThatIsUnknownOrSignsBySecret(String client) {
        HttpAnswer answer = get("/.well-known/" + client + ".pem");
        assertProblem(answer, 404, "not-found");
        assertThat(answer.json().get("detail").stringValue())
                .isEqualTo("No client of this name signs with an RSA key.");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
    }

    @Test
    void hasNothingByAnotherSpellingOfAName() {
        for (String name : List.of("", RS_CLIENT.toUpperCase(Locale.ROOT), "cs-" + RS_CLIENT)) {
            assertProblem(get("/.well-known/" + name + ".pem"), 404, "not-found");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/", "/.well-known/openid-configuration", JWKS + "/", "/jwks.json"})
    void hasNothingElse(String path) {
        assertProblem(get(path), 404, "not-found");
    }

    @Test
    void isReadOnly() {
        HttpAnswer answer = send(HttpCall.post(JWKS).json("{}"));
        assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.header("allow")).contains("GET");
    }

    @Test
    void isNotThereWhereItIsSwitchedOff() {
        Map<String, String> properties = TestClientApps.open();
        TestClientApps.rs(properties, "travel", "RS256");
        properties.put("sts.jwks.enabled", "false");
        TestService service = TestService.with(properties);
        assertProblem(service.send(HttpCall.of("GET", JWKS)), 404, "not-found");
        assertProblem(service.send(HttpCall.of("GET", "/.well-known/travel.pem")), 404, "not-found");
        assertThat(service.send(HttpCall.post("/api/users/sts").json("{\"identity\":\"jane\"}"))
                        .status())
                .isEqualTo(200);
    }

    private static HttpAnswer get(String target) {
        return send(HttpCall.of("GET", target));
    }

    private static HttpAnswer send(HttpCall call) {
        return TestService.usual().send(call);
    }

    private static void assertProblem(HttpAnswer answer, int status, String code) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("content-type")).startsWith("application/problem+json");
        assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:kore-sts:" + code);
    }
}
