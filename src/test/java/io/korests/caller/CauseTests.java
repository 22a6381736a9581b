package io.korests.caller;

import static io.korests.caller.BearerCaller.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.Patience;
import io.korests.Refused;
import io.korests.TestClientApps;
import io.korests.TestKeys;
import io.korests.TestService;
import io.korests.audit.CapturedLog;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every cause is provoked: it is in the audit line and in the metrics, and not in the answer. */
class CauseTests {

    private static final FakeProvider PROVIDER = new FakeProvider().publish("k1");
    private static final FakeProvider AWAY = new FakeProvider();
    private static final String SECRET = TestKeys.randomSecret(24);
    private static final String USER = "X-Forwarded-User";
    private static final long NOW = System.currentTimeMillis() / 1000;

    @ParameterizedTest
    @EnumSource
    void isOnRecordAndNotInTheAnswer(Cause cause) {
        AWAY.away(true);
        TestService service = service(cause);
        // An unknown key has the provider asked, until the limit of that.
        await().atMost(Patience.TIME)
                .until(() ->
                        service.send(call(cause)).status() == cause.refusal().status());
        try (CapturedLog log = new CapturedLog("io.korests.audit")) {
            HttpAnswer answer = service.send(call(cause));

            Refused.with(answer, cause.refusal().status(), cause.refusal().code());
            assertThat(answer.toString()).doesNotContain(cause.code(), cause.meaning(), "jane");
            assertThat(answer.all("WWW-Authenticate")).hasSize(answer.status() == 401 ? 1 : 0);
            assertThat(answer.all("Retry-After")).hasSize(answer.status() == 503 ? 1 : 0);
            assertThat(answer.json().get("requestId").stringValue()).isEqualTo(answer.header("X-Request-Id"));
            assertThat(log.onlyFields())
                    .containsEntry("sts.cause", cause.code())
                    .containsEntry("sts.refusal", cause.refusal().code())
                    .doesNotContainKeys("user.id", "sts.client");
            assertThat(log.onlyFields().get("sts.proof")).hasToString("none");
        }
        assertThat(service.management("prometheus").text())
                .contains("sts_refusals_total{cause=\"" + cause.code() + "\",client=\"none\",reason=\""
                        + cause.refusal().code() + "\"}");
    }

    private static TestService service(Cause cause) {
        return TestService.with(
                switch (cause) {
                    case UNTRUSTED_PEER -> gateway("trusted-proxies", "192.0.2.1");
                    case NO_PREFIX -> gateway("identity-prefix", "google:");
                    case NO_SECRET,
                            WRONG_SECRET,
                            NO_IDENTITY_HEADER,
                            REPEATED_IDENTITY,
                            LIST_OF_IDENTITIES,
                            NOT_UTF_8,
                            PERCENT_ENCODED,
                            ENCODED_WORD,
                            EXTENDED_VALUE,
                            MALFORMED_IDENTITY -> gateway("secret", SECRET);
                    case PROVIDER_UNREACHABLE -> AWAY.configuration();
                    case NO_TOKEN,
                            MALFORMED,
                            ALGORITHM_NOT_ALLOWED,
                            UNKNOWN_KEY,
                            BAD_SIGNATURE,
                            WRONG_ISSUER,
                            WRONG_AUDIENCE,
                            WRONG_TYPE,
                            BOUND_TOKEN,
                            EXPIRED,
                            NOT_YET_VALID,
                            NO_IDENTITY_CLAIM,
                            EMAIL_NOT_VERIFIED -> PROVIDER.configuration();
                });
    }

    private static Map<String, String> gateway(String property, String value) {
        Map<String, String> properties = new HashMap<>(TestClientApps.one());
        properties.put("sts.caller.mode", "gateway");
        properties.put("sts.caller.gateway.secret", SECRET);
        properties.put("sts.caller.gateway." + property, value);
        return properties;
    }

    private static HttpCall call(Cause cause) {
        HttpCall post = HttpCall.post("/api/users/sts");
        HttpCall proven = post.header("X-Gateway-Secret", SECRET);
        return switch (cause) {
            case NO_TOKEN -> post;
            case MALFORMED -> bearer("jane");
            case ALGORITHM_NOT_ALLOWED ->
                bearer(FakeProvider.signed("{\"alg\":\"HS256\",\"kid\":\"k1\"}", PROVIDER.claims(), "k1"));
            case UNKNOWN_KEY -> bearer(PROVIDER.token("another"));
            case BAD_SIGNATURE ->
                bearer(FakeProvider.signed("{\"alg\":\"RS256\",\"kid\":\"k1\"}", PROVIDER.claims(), "attacker"));
            case WRONG_ISSUER -> with("iss", "https://login.example.com");
            case WRONG_AUDIENCE -> with("aud", "https://other.example.com");
            case WRONG_TYPE -> with("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
            case BOUND_TOKEN -> with("cnf", Map.of("jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"));
            case EXPIRED -> with("exp", NOW - 120);
            case NOT_YET_VALID -> with("nbf", NOW + 120);
            case NO_IDENTITY_CLAIM -> with("email", 7);
            case EMAIL_NOT_VERIFIED -> with("email_verified", false);
            case PROVIDER_UNREACHABLE -> bearer(AWAY.token("k1"));
            case UNTRUSTED_PEER -> proven.header(USER, "jane");
            case NO_SECRET -> post.header(USER, "jane");
            case WRONG_SECRET -> post.header(USER, "jane").header("X-Gateway-Secret", "guess");
            case NO_IDENTITY_HEADER -> proven.header(USER, "(null)");
            case REPEATED_IDENTITY -> proven.header(USER, "jane").header(USER, "john");
            case LIST_OF_IDENTITIES -> proven.header(USER, "eve, jane");
            case NOT_UTF_8 -> proven.header(USER, "jane-j\u00f6rg");
            case PERCENT_ENCODED -> proven.header(USER, "jane%40example.com");
            case ENCODED_WORD -> proven.header(USER, "=?UTF-8?Q?jane?=");
            case EXTENDED_VALUE -> proven.header(USER, "UTF-8''jane");
            case NO_PREFIX -> proven.header(USER, "jane");
            case MALFORMED_IDENTITY -> proven.header(USER, "jane" + "e".repeat(256));
        };
    }

    private static HttpCall with(String claim, Object value) {
        Map<String, Object> claims = PROVIDER.claims();
        claims.put(claim, value);
        return bearer(PROVIDER.token("k1", claims));
    }
}
