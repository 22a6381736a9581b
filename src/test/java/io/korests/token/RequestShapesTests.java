package io.korests.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.TestClientApps;
import io.korests.TestIdentityProvider;
import io.korests.TestKeys;
import io.korests.TestService;
import io.korests.VerifiedToken;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The requests of Kore's SDKs, byte for byte as they send them; docs/compatibility.md says where each was seen. */
class RequestShapesTests {

    private static final String FIVE = "clientId=cs-travel&clientSecret=from-the-page&identity=user%40example.com";
    private static final String JSON_FIVE = "{\"clientId\":\"cs-travel\",\"clientSecret\":\"from-the-page\","
            + "\"identity\":\"user@example.com\",\"aud\":\"%s\",\"isAnonymous\":%s}";

    private final TestService service = TestService.usual();

    static Stream<Arguments> shapes() {
        return Stream.of(
                shape("the web SDK's built-in call", jquery(FIVE + "&aud=&isAnonymous=false"), false),
                shape(
                        "the web SDK's documented getJWT hook",
                        jquery("clientId=&clientSecret=&identity=user%40example.com&aud=&isAnonymous=false"),
                        false),
                shape(
                        "the JWTAsertion hook",
                        HttpCall.post("/api/users/sts/").json("{\"identity\":\"user@example.com\"}"),
                        false),
                shape("iOS, signed on", alamofire("0"), false),
                shape("iOS, anonymous", alamofire("1"), true),
                shape("Android, signed on", android("false"), false),
                shape("Android, anonymous", android("true"), true),
                shape("React Native", reactNative(), false),
                shape(
                        "the SearchAssist web SDK with JSON",
                        searchAssist().json(JSON_FIVE.formatted("", "false")),
                        false),
                shape(
                        "the SearchAssist web SDK with a form",
                        searchAssist().form(FIVE + "&aud=&isAnonymous=true"),
                        true));
    }

    private static HttpCall jquery(String body) {
        return HttpCall.post("/api/users/sts")
                .header("Accept", "application/json, text/javascript, */*; q=0.01")
                .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                .body(body);
    }

    private static HttpCall alamofire(String anonymous) {
        return HttpCall.post("/users/sts")
                .header("Accept", "application/json")
                .header("alg", "RS256")
                .header("typ", "JWT")
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .body("aud=https%3A//idproxy.kore.com/authorize&clientId=cs-travel&clientSecret=from-the-app"
                        + "&identity=user%40example.com&isAnonymous=" + anonymous);
    }

    private static HttpCall android(String anonymous) {
        return HttpCall.post("/users/sts")
                .header("alg", "RS256")
                .header("typ", "JWT")
                .header("Content-Type", "application/json; charset=UTF-8")
                .body(JSON_FIVE.formatted(TestClientApps.DEFAULT_AUDIENCE, anonymous));
    }

    private static HttpCall reactNative() {
        return HttpCall.post("/users/sts").json(JSON_FIVE.formatted("https://nonsense.example/", "false"));
    }

    private static HttpCall searchAssist() {
        return HttpCall.post("/api/users/sts")
                .header("Authorization", "bearer undefined")
                .header("state", "configured");
    }

    private static Arguments shape(String name, HttpCall call, boolean anonymous) {
        return Arguments.of(name, call.origin(TestClientApps.ORIGIN), anonymous);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void getTheirTokenUnchanged(String name, HttpCall call, boolean anonymous) {
        HttpAnswer answer = service.send(call);

        VerifiedToken token = VerifiedToken.verify(answer.jwt(), "HS256", TestKeys.SECRET);
        assertThat(token.header()).isEqualTo("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
        assertThat(token.text("iss")).isEqualTo("cs-travel");
        assertThat(token.subject()).isEqualTo("user@example.com");
        assertThat(token.text("aud")).isEqualTo(TestClientApps.DEFAULT_AUDIENCE);
        assertThat(token.isAnonymous()).isEqualTo(anonymous);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(TestClientApps.ORIGIN);
    }

    @Test
    void theOldestWebSdkGetsOneForItsBearerTokenAlone() {
        TestService oidc = TestService.with(TestIdentityProvider.shared().configuration());
        String bearer = TestIdentityProvider.shared().token("user@example.com");
        HttpCall call = HttpCall.post("/api/users/sts").header("Authorization", "bearer " + bearer);

        assertThat(oidc.verified(call).subject()).isEqualTo("user@example.com");
        assertThat(oidc.verified(call.json("{}")).subject()).isEqualTo("user@example.com");
        assertThat(oidc.verified(call.form("")).subject()).isEqualTo("user@example.com");
        assertThat(oidc.send(HttpCall.post("/api/users/sts")).status()).isEqualTo(401);
    }

    @Test
    void anEmptyBodyIsEnoughWhereAGatewayNamesTheUser() {
        TestService gateway = TestService.with(gateway());
        HttpCall call = HttpCall.post("/api/users/sts")
                .header("X-Gateway-Secret", "0123456789abcdef")
                .header("X-Forwarded-User", "user@example.com");

        assertThat(gateway.verified(call).subject()).isEqualTo("user@example.com");
        assertThat(gateway.verified(call.form("")).subject()).isEqualTo("user@example.com");
        assertThat(gateway.send(HttpCall.post("/api/users/sts")).status()).isEqualTo(401);
    }

    @Test
    void anEmptyBodyIsNotEnoughInOpenMode() {
        HttpAnswer answer = service.send(HttpCall.post("/api/users/sts").header("Authorization", "bearer x"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").stringValue())
                .isEqualTo("identity is required: the id of the user in your company, such as an e-mail address.");
    }

    private static Map<String, String> gateway() {
        Map<String, String> properties = new HashMap<>(TestClientApps.one());
        properties.put("sts.caller.mode", "gateway");
        properties.put("sts.caller.gateway.secret", "0123456789abcdef");
        return properties;
    }
}
