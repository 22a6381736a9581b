package io.korests.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.Fuzzed;
import io.korests.TestClientApps;
import io.korests.TestKeys;
import io.korests.TestService;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Anonymous tokens: as they come, or, behind a ~, header and claims on two lines that are then signed with the right secret. */
public final class AnonymousJwtFuzz {

    private static final FuzzedEndpoint ENDPOINT = new FuzzedEndpoint(TestService.with(TestClientApps.one()));

    private AnonymousJwtFuzz() {}

    /** Loads this class before the time of an input counts: what its fields need takes seconds. */
    public static void fuzzerInitialize() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = Fuzzed.text(input);
        boolean signed = text.startsWith("~");
        String[] lines = text.substring(signed ? 1 : 0).split("\n", 2);
        String claims = lines.length < 2 ? "{}" : lines[1];
        String token = signed ? signed(lines[0], claims) : text;
        String body = JsonMapper.shared().writeValueAsString(Map.of("identity", "jane", "anonymousJwt", token));

        JsonNode granted =
                ENDPOINT.ask(FuzzedEndpoint.request("application/json", body.getBytes(StandardCharsets.UTF_8)));

        if (granted != null && granted.has("identityToMerge")) {
            assertThat(signed).as("nobody but the client signs such a token").isTrue();
            assertProves(claims, granted.get("identityToMerge").stringValue());
        }
    }

    private static void assertProves(String claims, String identity) {
        try {
            JsonNode proof = JsonMapper.shared().readTree(claims);
            assertThat(proof.at("/iss").stringValue()).isEqualTo("cs-travel");
            assertThat(proof.at("/sub").stringValue()).isEqualTo(identity);
            assertThat(proof.at("/isAnonymous").booleanValue()).isTrue();
            assertThat(proof.has("exp")).isTrue();
        } catch (JacksonException exception) {
            throw new AssertionError("A token whose claims are not JSON proves something", exception);
        }
    }

    private static String signed(String header, String claims) {
        try {
            String input = FuzzedEndpoint.signingInput(header, claims);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(TestKeys.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
            return input + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException(exception);
        }
    }
}
