package io.korests.caller;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpCall;
import io.korests.TestClientApps;
import io.korests.TestService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Mode open, through the whole service. */
@ExtendWith(OutputCaptureExtension.class)
class OpenModeTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer undefined",
                "bearer undefined",
                "Bearer null",
                "Bearer",
                "undefined",
                "",
                "Basic amFuZTpqYW5l",
                "Bearer eyJhbGciOiJub25lIn0.eyJlbWFpbCI6InJvb3QifQ."
            })
    void ignoresTheAuthorizationHeader(String authorization) {
        HttpCall call = HttpCall.post("/api/users/sts")
                .header("Authorization", authorization)
                .json("{\"identity\":\"jane\"}");

        assertThat(TestService.usual().verified(call).subject()).isEqualTo("jane");
    }

    @Test
    void ignoresTheHeadersOfAGateway() {
        HttpCall call = HttpCall.post("/api/users/sts")
                .header("X-Forwarded-User", "root")
                .header("X-Gateway-Secret", "guess")
                .json("{\"identity\":\"jane\"}");

        assertThat(TestService.usual().verified(call).subject()).isEqualTo("jane");
    }

    @Test
    void warnsOnceAtTheStartOfWhatItMeans(CapturedOutput output) {
        java.util.Map<String, String> properties = TestClientApps.one();
        properties.put("logging.level.io.korests.caller", "warn");
        try (TestService service = TestService.alone(properties)) {
            service.verified("{\"identity\":\"jane\"}");
            service.verified("{\"identity\":\"john\"}");
        }

        assertThat(output.toString().lines().filter(line -> line.contains("sts.caller.mode is open")))
                .singleElement()
                .asString()
                .contains("WARN", "whoever can reach this service can get a token for any identity");
    }
}
