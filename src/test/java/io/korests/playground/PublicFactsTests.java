package io.korests.playground;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.TestClientApps;
import io.korests.TestKeys;
import io.korests.TestPem;
import io.korests.TestService;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PublicFactsTests {

    private static final String FIXED = "{\"marked\":\"fixed-custom-data\"}";

    /** A client with nothing but defaults, and one with everything else; the playground is off. */
    static Map<String, String> clients() {
        Map<String, String> properties = TestClientApps.one();
        properties.put("sts.default-client", "travel");
        TestClientApps.rs(properties, "vault", "RS512");
        properties.put("sts.clients.vault.anonymous", "false");
        properties.put("sts.clients.vault.jti", "true");
        properties.put("sts.clients.vault.token-lifetime", "90s");
        properties.put("sts.clients.vault.allowed-audiences", TestClientApps.OTHER_AUDIENCE);
        properties.put("sts.clients.vault.allowed-claims", "secureCustomData, identityToMerge");
        properties.put("sts.clients.vault.private-claims", FIXED);
        properties.put("sts.clients.vault.encryption.public-key", TestPem.publicKey(TestKeys.rsa(2048, "platform")));
        properties.put("sts.clients.vault.encryption.key-id", "platform");
        properties.put("sts.clients.vault.encryption.method", "A256GCM");
        return properties;
    }

    /** The service with these clients and the playground. */
    static TestService service() {
        Map<String, String> properties = clients();
        properties.put("sts.playground.enabled", "true");
        return TestService.with(properties);
    }

    private static HttpAnswer facts(TestService service) {
        return service.send(HttpCall.of("GET", "/playground/clients.json"));
    }

    @Test
    void saysOfTheClientsWhatThePageHasToKnow() {
        HttpAnswer answer = facts(service());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.json()).isEqualTo(JsonMapper.shared().readTree("""
                {"callerMode": "open", "defaultClient": "cs-travel", "clients": [
                  {"name": "travel", "clientId": "cs-travel", "algorithm": "HS256",
                   "audiences": ["https://idproxy.kore.com/authorize"], "lifetime": 3600, "oneUse": false, "anonymous": true,
                   "allowedClaims": [], "fixedClaims": [], "encryption": null},
                  {"name": "vault", "clientId": "cs-vault", "algorithm": "RS512",
                   "audiences": ["https://idproxy.kore.com/authorize", "https://idproxy.kore.ai/authorize"],
                   "lifetime": 90, "oneUse": true, "anonymous": false,
                   "allowedClaims": ["identityToMerge", "secureCustomData"], "fixedClaims": ["privateClaims"],
                   "encryption": {"algorithm": "RSA-OAEP", "method": "A256GCM"}}]}
                """));
    }

    @Test
    void saysNothingOfSecretsAndKeys() {
        String facts = facts(service()).text();

        assertThat(facts)
                .doesNotContain(
                        TestKeys.SECRET,
                        TestKeys.SECRET.substring(0, 10),
                        "fixed-custom-data",
                        "PRIVATE",
                        Base64.getEncoder()
                                .encodeToString(TestKeys.rsa().getPrivate().getEncoded())
                                .substring(100, 120));
        assertThat(JsonMapper.shared().readTree(facts).findValuesAsString("fingerprint"))
                .isEmpty();
    }

    @Test
    void namesTheCallerModeAndNoDefaultClientWhereThereIsNone() {
        Map<String, String> properties = TestClientApps.twoWithoutDefault();
        properties.put("sts.playground.enabled", "true");
        properties.put("sts.caller.mode", "gateway");
        properties.put("sts.caller.gateway.secret", TestKeys.SECRET);

        JsonNode facts = facts(TestService.with(properties)).json();

        assertThat(facts.get("callerMode").stringValue()).isEqualTo("gateway");
        assertThat(facts.get("defaultClient").isNull()).isTrue();
        assertThat(facts.toString()).doesNotContain(TestKeys.SECRET);
    }
}
