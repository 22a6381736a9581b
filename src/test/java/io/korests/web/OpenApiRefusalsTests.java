package io.korests.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.OpenApi;
import io.korests.TestClientApps;
import io.korests.TestIdentityProvider;
import io.korests.TestService;
import io.korests.problem.Refusal;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every refusal is provoked, and is answered as its example in the description says, word by word. */
class OpenApiRefusalsTests {

    private static final String IDENTITY = "{\"identity\":\"jane.doe@example.com\"}";
    private static final String GATEWAY_SECRET = TestClientApps.class.getName();

    private final OpenApi api = new OpenApi();

    @ParameterizedTest
    @EnumSource
    void isAnsweredAsItsExampleSays(Refusal refusal) throws Exception {
        HttpAnswer answer = provoke(refusal);

        assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:kore-sts:" + refusal.code());
        assertThat(answer.status()).isEqualTo(refusal.status());
        api.assertDescribesByExample(refusal == Refusal.NOT_FOUND ? OpenApi.KEYS : OpenApi.TOKENS, answer);
    }

    private HttpAnswer provoke(Refusal refusal) throws Exception {
        return switch (refusal) {
            case MALFORMED_REQUEST ->
                open().send(post().header("Transfer-Encoding", "chunked").unframed("no chunk\r\n"));
            case MALFORMED_BODY -> open().send(post().json("{\"identity\":x}"));
            case INVALID_FIELD -> open().send(post().json("{\"isAnonymous\":\"perhaps\"}"));
            case MISSING_IDENTITY -> open().send(post().json("{}"));
            case UNKNOWN_CLIENT -> open().send(post().json("{\"clientId\":\"cs-nobody\"}"));
            case INVALID_ANONYMOUS_TOKEN ->
                open().send(post().json("{\"identity\":\"jane\",\"anonymousJwt\":\"header.claims.signature\"}"));
            case UNPROVEN_CALLER -> gateway().send(post().json(IDENTITY));
            case ANONYMOUS_NOT_ALLOWED ->
                open().send(post().json("{\"clientId\":\"cs-members\",\"isAnonymous\":true}"));
            case CLAIM_NOT_ALLOWED -> open().send(post().json("{\"identity\":\"jane\",\"privateClaims\":{}}"));
            case UNUSABLE_IDENTITY -> gateway().send(proven("jane, john").json("{}"));
            case IDENTITY_MISMATCH ->
                gateway().send(proven("john.doe@example.com").json(IDENTITY));
            case ORIGIN_NOT_ALLOWED ->
                open().send(post().origin("https://evil.example").json(IDENTITY));
            case NOT_FOUND -> open().send(HttpCall.of("GET", "/.well-known/nothing"));
            case METHOD_NOT_ALLOWED -> open().send(HttpCall.of("GET", "/api/users/sts"));
            case NOT_ACCEPTABLE ->
                open().send(post().header("Accept", "text/html").json(IDENTITY));
            case SLOW_REQUEST ->
                impatient().send(post().header("Content-Length", "9").unframed("{"));
            case BODY_TOO_LARGE -> open().send(post().json("{\"x\":\"" + "x".repeat(17_000) + "\"}"));
            case UNSUPPORTED_MEDIA_TYPE ->
                open().send(post().header("Content-Type", "text/plain").body(IDENTITY));
            case RATE_LIMITED -> afterOne(limited());
            case OVERLOADED -> overloaded();
            case PROVIDER_UNAVAILABLE -> providerAway();
            case SIGNING_UNAVAILABLE -> AbsentVault.answer(post().json(IDENTITY));
            case INTERNAL_ERROR -> BrokenService.answer(post().json(IDENTITY));
        };
    }

    private static HttpCall post() {
        return HttpCall.post("/api/users/sts");
    }

    /** Sends the headers that the description names. */
    private HttpCall proven(String identity) {
        return post().header(headerOf("gatewayIdentity"), identity).header(headerOf("gatewaySecret"), GATEWAY_SECRET);
    }

    private String headerOf(String scheme) {
        return api.at("/components/securitySchemes/" + scheme + "/name").stringValue();
    }

    private static HttpAnswer overloaded() {
        try (Overload overload = new Overload(1)) {
            return overload.refused(post().json(IDENTITY));
        }
    }

    private static HttpAnswer providerAway() {
        Map<String, String> properties = TestClientApps.one();
        properties.put("sts.caller.mode", "oidc");
        // A port where nothing listens.
        properties.put("spring.security.oauth2.resourceserver.jwt.issuer-uri", "http://127.0.0.1:9");
        String token = TestIdentityProvider.shared().token("jane@example.com");
        return TestService.with(properties)
                .send(post().header("Authorization", "Bearer " + token).json(IDENTITY));
    }

    private static HttpAnswer afterOne(TestService service) {
        assertThat(service.send(post().json(IDENTITY)).status()).isEqualTo(200);
        return service.send(post().json(IDENTITY));
    }

    private static TestService open() {
        Map<String, String> properties = TestClientApps.one();
        properties.put("sts.default-client", "travel");
        TestClientApps.hs(properties, "members", "HS256");
        properties.put("sts.clients.members.anonymous", "false");
        return TestService.with(properties);
    }

    private static TestService gateway() {
        return with(Map.of("sts.caller.mode", "gateway", "sts.caller.gateway.secret", GATEWAY_SECRET));
    }

    private static TestService impatient() {
        return with(Map.of("server.tomcat.connection-timeout", "1s"));
    }

    private static TestService limited() {
        return with(Map.of(
                "sts.rate-limit.enabled", "true", "sts.rate-limit.requests", "1", "sts.rate-limit.period", "1h"));
    }

    static TestService with(Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(TestClientApps.one());
        properties.putAll(more);
        return TestService.with(properties);
    }
}
