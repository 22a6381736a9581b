package io.korests.caller;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpCall;
import io.korests.Refused;
import io.korests.TestClientApps;
import io.korests.TestKeys;
import io.korests.TestService;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Trusted proxies, through the whole service. The tests' own address is 127.0.0.1. */
@ExtendWith(OutputCaptureExtension.class)
class TrustedPeerTests {

    private static final String SECRET = TestKeys.randomSecret(24);

    @Test
    void believesATrustedPeer() {
        TestService service = TestService.with(trusting("10.0.0.0/8, 127.0.0.1", null));

        assertThat(service.verified(post()).subject()).isEqualTo("jane");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 10.1.2.3",
                "X-Forwarded-For: 10.1.2.3, 127.0.0.1",
                "Forwarded: for=10.1.2.3",
                "X-Real-IP: 10.1.2.3",
                "X-Client-IP: 10.1.2.3",
                "True-Client-IP: 10.1.2.3",
                "X-Forwarded-User: jane"
            })
    void refusesAnUntrustedPeerWhateverItSaysOfItself(String header) {
        TestService service = TestService.with(trusting("10.0.0.0/8", null));
        String[] parts = header.split(": ");
        HttpCall call = parts[0].equals("X-Forwarded-User") ? post() : post().header(parts[0], parts[1]);

        Refused.with(service.send(call), 401, "unproven-caller");
    }

    @Test
    void asksForBothWhereBothAreSet() {
        TestService service = TestService.with(trusting("127.0.0.1", SECRET));

        assertThat(service.verified(post().header("X-Gateway-Secret", SECRET)).subject())
                .isEqualTo("jane");
        Refused.with(service.send(post()), 401, "unproven-caller");
        Refused.with(service.send(post().header("X-Gateway-Secret", "guess")), 401, "unproven-caller");
    }

    @Test
    void takesNoSecretFromAnUntrustedPeerWhereBothAreSet() {
        TestService service = TestService.with(trusting("10.0.0.0/8", SECRET));

        Refused.with(service.send(post().header("X-Gateway-Secret", SECRET)), 401, "unproven-caller");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "::/0", "127.0.0.1, 128.0.0.0/1", "127.0.0.0/7"})
    void aRangeOfNearlyEverybodyIsWarnedOfBesideASecret(String proxies, CapturedOutput output) {
        Map<String, String> properties = trusting(proxies, SECRET);
        properties.put("logging.level.io.korests.caller", "warn");
        TestService.alone(properties).close();

        assertThat(output)
                .containsOnlyOnce("sts.caller.gateway.trusted-proxies takes in nearly every address, so that the secret"
                        + " alone is the gateway's proof: list the gateway's own addresses");
    }

    @Test
    void aRangeOfAPrivateNetworkIsNotWarnedOf(CapturedOutput output) {
        Map<String, String> properties = trusting("10.0.0.0/8, fc00::/7", SECRET);
        properties.put("logging.level.io.korests.caller", "warn");
        TestService.alone(properties).close();

        assertThat(output).doesNotContain("nearly every address");
    }

    private static Map<String, String> trusting(String proxies, String secret) {
        Map<String, String> properties = new HashMap<>(TestClientApps.one());
        properties.put("sts.caller.mode", "gateway");
        properties.put("sts.caller.gateway.trusted-proxies", proxies);
        if (secret != null) {
            properties.put("sts.caller.gateway.secret", secret);
        }
        return properties;
    }

    private static HttpCall post() {
        return HttpCall.post("/api/users/sts").header("X-Forwarded-User", "jane");
    }
}
