package io.korests.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.TestClientApps;
import io.korests.TestService;
import io.korests.VerifiedToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which client signs, and for whom. */
class ClientChoiceTests {

    private final TestService service = TestService.usual();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"clientId\":null,",
                "\"clientId\":\"\",",
                "\"clientId\":\"  \",",
                "\"clientId\":\"PLEASE_ENTER_CLIENT_ID\","
            })
    void withoutClientIdIsTheDefaultClient(String clientId) {
        assertThat(issuer(service, clientId)).isEqualTo("cs-travel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"clientId\":\"\","})
    void withoutClientIdIsTheOnlyClient(String clientId) {
        TestService single = TestService.with(TestClientApps.oneForEveryPage());

        assertThat(issuer(single, clientId)).isEqualTo("cs-travel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"clientId\":\"cs-members\",", "\"clientId\":\" cs-members \","})
    void isTheOneThatTheClientIdNames(String clientId) {
        assertThat(issuer(service, clientId)).isEqualTo("cs-members");
    }

    private static String issuer(TestService service, String clientId) {
        return service.verified("{" + clientId + "\"identity\":\"a\"}").text("iss");
    }

    @Test
    void isNoneWhereSeveralAreThereAndNoneIsTheDefault() {
        TestService two = TestService.with(TestClientApps.twoWithoutDefault());
        HttpAnswer answer = two.send(HttpCall.post("/api/users/sts").json("{\"identity\":\"a\"}"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").stringValue())
                .isEqualTo("clientId is required: this service has several clients and no default one.");
        assertThat(issuer(two, "\"clientId\":\"cs-one\",")).isEqualTo("cs-one");
    }

    @Test
    void anUnknownClientIdIsNotTheDefaultClient() {
        HttpAnswer answer =
                service.send(HttpCall.post("/api/users/sts").json("{\"identity\":\"a\",\"clientId\":\"cs-nobody\"}"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").stringValue())
                .isEqualTo("clientId is not one of this service's clients.")
                .doesNotContain("cs-nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {TestClientApps.OTHER_AUDIENCE, "urn:example:other", " urn:example:other "})
    void anAudienceThatTheClientAllowsIsTaken(String audience) {
        assertThat(audience("cs-audiences", audience)).isEqualTo(audience.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "urn:example:third", "URN:example:other", "https://evil.example", "*"})
    void anyOtherAudienceIsPassedOver(String audience) {
        assertThat(audience("cs-audiences", audience)).isEqualTo(TestClientApps.DEFAULT_AUDIENCE);
    }

    @Test
    void anAudienceThatAnotherClientAllowsIsPassedOver() {
        assertThat(audience("cs-travel", "urn:example:other")).isEqualTo(TestClientApps.DEFAULT_AUDIENCE);
        assertThat(audience("cs-fixed", "urn:example:other")).isEqualTo(TestClientApps.OTHER_AUDIENCE);
        assertThat(audience("cs-fixed", TestClientApps.DEFAULT_AUDIENCE)).isEqualTo(TestClientApps.OTHER_AUDIENCE);
    }

    private String audience(String clientId, String audience) {
        VerifiedToken token =
                service.verified("{\"identity\":\"a\",\"clientId\":\"" + clientId + "\",\"aud\":\"" + audience + "\"}");
        return token.text("aud");
    }
}
