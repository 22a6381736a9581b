package io.korests.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.Refused;
import io.korests.StsProperties;
import io.korests.TestClientApps;
import io.korests.TestKeys;
import io.korests.TestService;
import io.korests.caller.Caller;
import io.korests.caller.Caller.AuthenticationMethod;
import io.korests.client.ClientApp;
import io.korests.client.OpenedClients;
import io.korests.problem.Refusal.RefusedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class RateLimitTests {

    private static final String GATEWAY_SECRET = TestKeys.randomSecret(24);

    @Test
    void refusesAUserWhoAsksTooOftenAndNobodyElse() {
        TestService service = TestService.with(configuration());
        for (int i = 0; i < 3; i++) {
            assertThat(service.send(proven("jane")).status()).isEqualTo(200);
        }

        HttpAnswer refused = service.send(proven("jane"));

        Refused.with(refused, 429, "rate-limited");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 1200);
        assertThat(service.send(proven("john")).status()).isEqualTo(200);
        assertThat(service.send(proven("jane").json("{\"clientId\":\"cs-other\"}"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void countsThoseWhoHaveProvenNothingByTheirAddress() {
        TestService service = TestService.with(configuration());
        HttpCall anonymous = HttpCall.post("/api/users/sts").json("{\"isAnonymous\":true}");
        for (int i = 0; i < 3; i++) {
            assertThat(service.send(anonymous).status()).isEqualTo(200);
        }

        Refused.with(service.send(anonymous), 429, "rate-limited");
        Refused.with(service.send(anonymous.header("X-Forwarded-For", "192.0.2.1")), 429, "rate-limited");
        assertThat(service.send(proven("127.0.0.1")).status()).isEqualTo(200);
    }

    /** All of them have the gateway's address: one could refuse the others. */
    @Test
    void leavesAnonymousUsersOfTheGatewayToTheGateway() {
        TestService service = TestService.with(configuration());
        HttpCall anonymous = HttpCall.post("/api/users/sts")
                .header("X-Gateway-Secret", GATEWAY_SECRET)
                .json("{\"isAnonymous\":true}");

        for (int i = 0; i < 20; i++) {
            assertThat(service.send(anonymous).status()).isEqualTo(200);
        }
    }

    /** Beyond its bound it forgets users, who start afresh, so that many names cannot fill the memory. */
    @Test
    void remembersABoundedNumberOfUsers() {
        int users = 250_000;
        RateLimit limit = new RateLimit(new StsProperties.RateLimit(true, 1, Duration.ofHours(1)));
        MockEnvironment environment = new MockEnvironment();
        TestClientApps.one().forEach(environment::setProperty);
        ClientApp client = OpenedClients.in(environment).apps().iterator().next();
        for (int i = 0; i < users; i++) {
            limit.require(client, new Caller(AuthenticationMethod.BEARER_TOKEN, "user " + i, null, null), "192.0.2.1");
        }

        int remembered = 0;
        for (int i = 0; i < users; i++) {
            try {
                limit.require(
                        client, new Caller(AuthenticationMethod.BEARER_TOKEN, "user " + i, null, null), "192.0.2.1");
            } catch (RefusedException refused) {
                remembered++;
            }
        }

        assertThat(remembered).isBetween(1, users / 2);
    }

    @Test
    void isOffUnlessItIsTurnedOn() {
        TestService service = TestService.usual();

        for (int i = 0; i < 100; i++) {
            assertThat(service.send(HttpCall.post("/api/users/sts").form("identity=a"))
                            .status())
                    .isEqualTo(200);
        }
    }

    private static Map<String, String> configuration() {
        Map<String, String> properties = new HashMap<>(TestClientApps.one());
        properties.put("sts.default-client", "travel");
        TestClientApps.hs(properties, "other", "HS256");
        properties.put("sts.caller.mode", "gateway");
        properties.put("sts.caller.gateway.secret", GATEWAY_SECRET);
        properties.put("sts.rate-limit.enabled", "true");
        properties.put("sts.rate-limit.requests", "3");
        properties.put("sts.rate-limit.period", "1h");
        return properties;
    }

    private static HttpCall proven(String identity) {
        return HttpCall.post("/api/users/sts")
                .header("X-Gateway-Secret", GATEWAY_SECRET)
                .header("X-Forwarded-User", identity);
    }
}
