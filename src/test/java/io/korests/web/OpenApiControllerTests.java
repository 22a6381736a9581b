package io.korests.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.OpenApi;
import io.korests.TestClientApps;
import io.korests.TestService;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

class OpenApiControllerTests {

    private final OpenApi api = new OpenApi();
    private final TestService service = TestService.with(TestClientApps.one());

    @Test
    void servesTheDescriptionAsItIs() throws IOException {
        HttpAnswer answer = service.send(HttpCall.of("GET", "/openapi.yaml"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/yaml");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(answer.body()).isEqualTo(new ClassPathResource("openapi.yaml").getContentAsByteArray());
        api.assertDescribes(OpenApi.ITSELF, answer);
    }

    @Test
    void saysToHeadHowLongItIs() throws IOException {
        HttpAnswer answer = service.send(
                HttpCall.raw("HEAD /openapi.yaml HTTP/1.1\r\nHost: sts.example.com\r\nConnection: close\r\n\r\n"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Length"))
                .isEqualTo("" + new ClassPathResource("openapi.yaml").contentLength());
        assertThat(answer.text()).isEmpty();
    }

    @Test
    void takesNothingButGetAndHead() {
        HttpAnswer answer = service.send(HttpCall.post("/openapi.yaml").json("{}"));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
        api.assertDescribesByExample(OpenApi.ITSELF, answer);
    }
}
