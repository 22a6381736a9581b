package io.korests.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.korests.HttpCall;
import io.korests.Patience;
import io.korests.Refused;
import io.korests.TestService;

/** A caller who proves with a token of {@link FakeProvider} to be jane@example.com, or tries to. */
final class BearerCaller {

    private BearerCaller() {}

    /** A request that says nothing but the token. */
    static HttpCall bearer(String token) {
        return HttpCall.post("/api/users/sts").header("Authorization", "Bearer " + token);
    }

    static void assertBelieved(TestService service, String token) {
        // A start waits for the provider's keys for a short time only.
        await().atMost(Patience.TIME).until(() -> service.send(bearer(token)).status() != 503);
        assertThat(service.verified(bearer(token)).subject()).isEqualTo("jane@example.com");
    }

    static void assertRefused(TestService service, String token) {
        Refused.with(service.send(bearer(token)), 401, "unproven-caller");
    }
}
