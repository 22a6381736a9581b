package io.korests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.korests.StsApplication;
import io.korests.TestClientApps;
import io.korests.TestEncryption;
import io.korests.caller.FakeProvider;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What {@code check-config} shows and refuses; {@code CheckConfigIT} has it with Vault. */
@ExtendWith(OutputCaptureExtension.class)
class CheckConfigCommandTests {

    private static final String JWT = "spring.security.oauth2.resourceserver.jwt.";

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @Test
    void showsTheGatewaysProofAndNoSecret(CapturedOutput log) {
        Map<String, String> properties = TestClientApps.one();
        properties.put("sts.caller.mode", "gateway");
        properties.put("sts.caller.gateway.identity-header", "X-User");
        properties.put("sts.caller.gateway.secret", "hush-hush-hush-hush");
        properties.put("sts.caller.gateway.trusted-proxies", "10.0.0.0/8, 192.0.2.1");
        properties.put("sts.clients.travel.anonymous", "false");
        properties.put("sts.clients.travel.allowed-claims", "privateClaims");
        properties.put("sts.default-client", "travel");

        assertThat(run(properties)).as(output()).isZero();
        assertThat(output())
                .containsPattern("(?m)^sts.caller.mode +gateway$")
                .containsPattern("(?m)^sts.caller.gateway.identity-header +X-User$")
                .containsPattern("(?m)^sts.caller.gateway.secret-header +X-Gateway-Secret$")
                .containsPattern("(?m)^sts.caller.gateway.secret +set$")
                .containsPattern("(?m)^sts.caller.gateway.previous-secret +not set$")
                .containsPattern("(?m)^sts.caller.gateway.trusted-proxies +10.0.0.0/8, 192.0.2.1$")
                .containsPattern("(?m)^sts.cors.allowed-origins +https://www.example.com$")
                .containsPattern("(?m)^sts.default-client +travel$")
                .containsPattern("(?m)^client +client id .* anonymous +JWE$")
                .containsPattern("(?m)^travel +cs-travel .* no +no$")
                .endsWith("Every client can sign.\n")
                .doesNotContain("hush", "oidc");
        assertThat(log.getAll())
                .containsOnlyOnce("privateClaims of client travel can be read by whoever holds a token");
    }

    @Test
    void showsTheProviderAndItsKeysAndOpensNoPort(CapturedOutput log) {
        try (FakeProvider provider = new FakeProvider().publish("k1", "k2")) {
            Map<String, String> properties = provider.configuration();
            TestEncryption.encrypt(properties, "travel");
            properties.put("logging.level.org.springframework.boot", "info");

            assertThat(run(properties)).as(output()).isZero();
            assertThat(output())
                    .containsPattern("(?m)^sts.caller.mode +oidc$")
                    .containsPattern("(?m)^" + JWT + "issuer-uri +" + properties.get(JWT + "issuer-uri") + "$")
                    .containsPattern("(?m)^" + JWT + "jwk-set-uri +http://127.0.0.1:\\d+/keys$")
                    .containsPattern("(?m)^" + JWT + "audiences +https://sts.example.com$")
                    .containsPattern("(?m)^" + JWT
                            + "jws-algorithms +ES256, ES384, ES512, PS256, PS384, PS512, RS256, RS384, RS512$")
                    .containsPattern("(?m)^sts.caller.oidc.identity-claim +email$")
                    .containsPattern("(?m)^sts.caller.oidc.clock-skew +60s$")
                    .containsPattern("travel +cs-travel .* yes +RSA-OAEP A128CBC-HS256\n")
                    .contains("Keys of the identity provider: k1 (RSA 2048 bits), k2 (RSA 2048 bits)\n");
            assertThat(log.getAll()).contains("Tomcat initialized").doesNotContain("Tomcat started");
        }
    }

    @Test
    void failsWhereTheProviderIsAwayOrHasNoKeyThatCounts() {
        try (FakeProvider provider = new FakeProvider().publish("k1")) {
            Map<String, String> others = provider.configuration();
            others.put(JWT + "jws-algorithms", "ES256");
            assertThat(run(others)).isEqualTo(1);
            assertThat(output())
                    .contains("\nThe identity provider has no key for ES256: set " + JWT
                            + "jws-algorithms to what its keys are for\n")
                    .endsWith("Requests would fail: see above.\n");
            output.reset();

            provider.away(true);
            assertThat(run(provider.configuration())).isEqualTo(1);
            assertThat(output())
                    .contains("\nThe identity provider's keys cannot be read: ", "/keys answers with status 503: see ")
                    .doesNotContain("\tat ", "Exception");
        }
    }

    /** What only a web server reads, and what only Spring Boot would say. */
    @Test
    void failsWhereTheStartWould() {
        Map<String, String> wrong = Map.of(
                "management.server.port", "7000",
                "server.max-http-request-header-size", "much",
                "server.ssl.bundle", "absent",
                "management.server.ssl.enabled", "perhaps",
                "sts.cors.allowed-origins", "example.com");

        wrong.forEach((name, value) -> {
            Map<String, String> properties = new HashMap<>(TestClientApps.one());
            properties.put(name, value);
            assertThatThrownBy(() -> run(properties)).as(name).isInstanceOf(RuntimeException.class);
        });
        assertThat(output()).isEmpty();
    }

    private int run(Map<String, String> properties) {
        List<String> usual =
                List.of("check-config", "--spring.config.location=classpath:/", "--spring.jmx.enabled=false");
        String[] arguments = Stream.concat(
                        usual.stream(), properties.entrySet().stream().map(entry -> "--" + entry))
                .toArray(String[]::new);
        return new Commands(StsApplication.class, new PrintStream(output, true, StandardCharsets.UTF_8))
                .run(arguments)
                .orElseThrow();
    }

    private String output() {
        return output.toString(StandardCharsets.UTF_8);
    }
}
