package io.korests.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.TestClientApps;
import io.korests.TestKeys;
import io.korests.TestService;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One event an attempt, through the whole service. */
class AuditLogTests {

    private static final String GATEWAY_SECRET = TestKeys.randomSecret(24);

    private final TestService service = TestService.with(configuration("plain"));
    private final TestService hashing = TestService.with(configuration("hashed"));
    private final TestService omitting = TestService.with(configuration("omitted"));
    private CapturedLog log;

    private static Map<String, String> configuration(String identity) {
        Map<String, String> properties = new HashMap<>(TestClientApps.one());
        properties.put("sts.default-client", "travel");
        properties.put("sts.caller.mode", "gateway");
        properties.put("sts.caller.gateway.secret", GATEWAY_SECRET);
        properties.put("sts.clients.travel.jti", "true");
        TestClientApps.hs(properties, "members", "HS256");
        properties.put("sts.clients.members.anonymous", "false");
        properties.put("sts.audit.identity", identity);
        properties.put("sts.audit.hash-key", "0123456789abcdef");
        return properties;
    }

    @BeforeEach
    void capture() {
        log = new CapturedLog("io.korests.audit");
    }

    @AfterEach
    void release() {
        log.close();
    }

    @Test
    void saysAllOfAGrantedToken() throws Exception {
        HttpAnswer answer = service.send(proven("jane").header("X-Request-Id", "id-of-the-gateway"));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(answer.jwt().getBytes(StandardCharsets.US_ASCII));

        Map<String, Object> fields = log.onlyFields();

        assertThat(fields.keySet())
                .containsExactlyInAnyOrder(
                        "event.outcome",
                        "event.duration",
                        "http.request.id",
                        "client.ip",
                        "sts.proof",
                        "sts.client",
                        "user.id",
                        "sts.jti",
                        "sts.token_sha256");
        assertThat(fields)
                .containsEntry("event.outcome", "success")
                .containsEntry("http.request.id", "id-of-the-gateway")
                .containsEntry("client.ip", "127.0.0.1")
                .containsEntry("sts.client", "travel")
                .containsEntry("user.id", "jane")
                .containsEntry("sts.token_sha256", HexFormat.of().formatHex(hash));
        assertThat(fields.get("sts.proof")).hasToString("gateway-secret");
        assertThat((Long) fields.get("event.duration")).isPositive();
        assertThat(fields.get("sts.jti").toString()).matches("[A-Za-z0-9_-]{22}");
        assertThat(log.events().get(0).getMessage()).isEqualTo("token granted");
        assertThat(answer.header("X-Request-Id")).isEqualTo("id-of-the-gateway");
    }

    @Test
    void saysWhyARequestWasRefused() {
        service.send(proven("jane").json("{\"identity\":\"john\"}"));

        assertThat(log.onlyFields())
                .containsEntry("event.outcome", "failure")
                .containsEntry("sts.refusal", "identity-mismatch")
                .containsEntry("sts.client", "travel")
                .containsEntry("user.id", "jane")
                .doesNotContainKeys("sts.token_sha256", "sts.jti");
    }

    @Test
    void makesARequestIdOfItsOwnForStrangers() {
        HttpAnswer answer = service.send(post().header("X-Request-Id", "id-of-a-stranger"));

        Map<String, Object> fields = log.onlyFields();
        assertThat(fields.get("sts.proof")).hasToString("none");
        assertThat(fields.get("http.request.id").toString())
                .matches("[A-Za-z0-9_-]{22}")
                .isEqualTo(answer.header("X-Request-Id"));
    }

    @Test
    void hasOneEventForEachKindOfRefusal() {
        assertRefused("malformed-body", proven("jane").json("{"));
        assertRefused("invalid-field", proven("jane").json("{\"identity\":{}}"));
        assertRefused("unknown-client", proven("jane").json("{\"clientId\":\"cs-nobody\"}"));
        assertRefused("invalid-anonymous-token", proven("jane").json("{\"anonymousJwt\":\"x\"}"));
        assertRefused("unproven-caller", post());
        assertRefused("anonymous-not-allowed", proven("jane").form("isAnonymous=1&clientId=cs-members"));
        assertRefused("claim-not-allowed", proven("jane").json("{\"identityToMerge\":\"x\"}"));
        assertRefused("origin-not-allowed", proven("jane").origin("https://evil.example"));
        assertRefused("origin-not-allowed", proven("jane").header("Sec-Fetch-Site", "cross-site"));
        assertRefused("method-not-allowed", HttpCall.of("GET", "/api/users/sts"));
        assertRefused("not-acceptable", proven("jane").header("Accept", "text/html"));
        assertRefused("body-too-large", proven("jane").json(" ".repeat(17_000)));
        assertRefused(
                "unsupported-media-type",
                proven("jane").header("Content-Type", "text/plain").body("x"));
    }

    @Test
    void hasNoEventForWhatIsNoAttempt() {
        service.send(HttpCall.of("OPTIONS", "/api/users/sts")
                .origin(TestClientApps.ORIGIN)
                .header("Access-Control-Request-Method", "POST"));
        service.send(HttpCall.of("OPTIONS", "/api/users/sts")
                .origin("https://evil.example")
                .header("Access-Control-Request-Method", "POST"));
        service.send(HttpCall.post("/nothing/here").origin("https://evil.example"));
        service.send(HttpCall.of("GET", "/nothing/here"));

        assertThat(log.events()).isEmpty();
    }

    @Test
    void hashesIdentitiesOrLeavesThemOut() {
        hashing.send(proven("jane"));
        assertThat(log.onlyFields().get("user.id").toString()).matches("[0-9a-f]{32}");
        log.clear();

        omitting.send(proven("jane"));
        assertThat(log.onlyFields()).doesNotContainKey("user.id").containsEntry("sts.client", "travel");
    }

    @Test
    void escapesAnIdentityThatWouldForgeALine() {
        service.send(proven("x\" event.outcome=\"success\\").form(""));
        assertThat(log.onlyFields()).containsEntry("user.id", "x\\\" event.outcome=\\\"success\\\\");
    }

    private void assertRefused(String code, HttpCall call) {
        log.clear();
        service.send(call);
        assertThat(log.onlyFields()).containsEntry("sts.refusal", code).containsEntry("event.outcome", "failure");
    }

    private static HttpCall post() {
        return HttpCall.post("/api/users/sts");
    }

    private static HttpCall proven(String identity) {
        return post().header("X-Gateway-Secret", GATEWAY_SECRET).header("X-Forwarded-User", identity);
    }
}
