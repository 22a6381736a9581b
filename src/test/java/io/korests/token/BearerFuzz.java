package io.korests.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.Fuzzed;
import io.korests.TestIdentityProvider;
import io.korests.TestService;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.JsonNode;

/** Access tokens: as they come, or, behind a ~, header and claims on two lines that the provider then signs. */
public final class BearerFuzz {

    private static final TestIdentityProvider PROVIDER = TestIdentityProvider.shared();
    private static final FuzzedEndpoint ENDPOINT = new FuzzedEndpoint(TestService.with(PROVIDER.configuration()));

    private BearerFuzz() {}

    /** Loads this class before the time of an input counts: what its fields need takes seconds. */
    public static void fuzzerInitialize() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = Fuzzed.text(input);
        boolean signed = text.startsWith("~");
        String[] lines = text.substring(signed ? 1 : 0).split("\n", 2);
        String token = signed
                ? PROVIDER.signed(FuzzedEndpoint.signingInput(lines[0], lines.length < 2 ? "{}" : lines[1]))
                : text;
        MockHttpServletRequest request = FuzzedEndpoint.request("application/json", new byte[0]);
        request.addHeader("Authorization", "Bearer " + token);

        JsonNode granted = ENDPOINT.ask(request);

        assertThat(granted == null || signed)
                .as("nobody but the provider signs such a token")
                .isTrue();
    }
}
