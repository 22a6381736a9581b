package io.korests.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpCall;
import io.korests.OpenApi;
import io.korests.TestClientApps;
import io.korests.TestIdentityProvider;
import io.korests.TestKeys;
import io.korests.TestService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Each way to ask that the description has gets a token from a service of its caller mode, and what it leaves out gets none. */
class OpenApiCallersTests {

    private static final String SECRET = TestKeys.randomSecret(24);

    private final OpenApi api = new OpenApi();

    /** The schemes of a requirement, and the configuration that it is for. */
    private static final Map<Set<String>, Map<String, String>> MODES = Map.of(
            Set.of(),
            with(Map.of("sts.caller.mode", "open")),
            Set.of("gatewayIdentity", "gatewaySecret"),
            with(Map.of("sts.caller.mode", "gateway", "sts.caller.gateway.secret", SECRET)),
            Set.of("gatewayIdentity"),
            with(Map.of("sts.caller.mode", "gateway", "sts.caller.gateway.trusted-proxies", "127.0.0.1")),
            Set.of("identityProvider"),
            TestIdentityProvider.shared().configuration());

    @Test
    void describesEachModeAndNoOther() {
        List<Set<String>> described = api.at(OpenApi.TOKENS + "/security")
                .valueStream()
                .map(requirement -> Set.copyOf(requirement.propertyNames()))
                .toList();

        assertThat(described).containsExactlyInAnyOrderElementsOf(MODES.keySet());
        assertThat(api.at("/components/securitySchemes").propertyNames())
                .containsExactlyInAnyOrder("gatewayIdentity", "gatewaySecret", "identityProvider");
    }

    @Test
    void givesATokenToWhoShowsWhatTheSchemesSay() {
        MODES.forEach((schemes, configuration) -> {
            HttpCall call = HttpCall.post("/api/users/sts").json(schemes.isEmpty() ? "{\"identity\":\"jane\"}" : "{}");
            for (String scheme : new TreeSet<>(schemes)) {
                call = show(scheme, call);
            }
            assertThat(TestService.with(configuration).verified(call).subject()).isEqualTo("jane");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"gatewayIdentity", "gatewaySecret", "identityProvider"})
    void refusesWhoLeavesAnyOut(String missing) {
        MODES.forEach((schemes, configuration) -> {
            if (!schemes.contains(missing)) {
                return;
            }
            HttpCall call = HttpCall.post("/api/users/sts").json("{}");
            for (String scheme :
                    schemes.stream().filter(name -> !name.equals(missing)).toList()) {
                call = show(scheme, call);
            }
            assertThat(TestService.with(configuration).send(call).status()).isEqualTo(401);
        });
    }

    private HttpCall show(String name, HttpCall call) {
        JsonNode scheme = api.at("/components/securitySchemes/" + name);
        return switch (scheme.get("type").stringValue()
                + ' '
                + scheme.path("scheme").asString("")) {
            case "apiKey " ->
                call.header(scheme.get("name").stringValue(), name.equals("gatewaySecret") ? SECRET : "jane");
            case "http bearer" ->
                call.header(
                        "Authorization",
                        "Bearer " + TestIdentityProvider.shared().token("jane"));
            default -> throw new AssertionError("unknown kind of scheme: " + scheme);
        };
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(TestClientApps.one());
        properties.putAll(more);
        return Map.copyOf(properties);
    }
}
