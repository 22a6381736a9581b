package io.korests.playground;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.TestService;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class PlaygroundTests {

    private static Map<String, String> off() {
        return PublicFactsTests.clients();
    }

    private static TestService on() {
        return PublicFactsTests.service();
    }

    private static HttpAnswer get(TestService service, String path) {
        return service.send(HttpCall.of("GET", path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/playground",
                "/playground/",
                "/playground/index.html",
                "/playground/app.js",
                "/playground/clients.json"
            })
    void isNotThereUnlessItIsSwitchedOn(String path) {
        HttpAnswer answer = get(TestService.with(off()), path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:kore-sts:not-found");
    }

    @Test
    void warnsOnceAtTheStartWhenItIsOn(CapturedOutput output) {
        Map<String, String> properties = off();
        properties.put("sts.playground.enabled", "true");
        properties.put("logging.level.io.korests", "warn");
        TestService.with(properties);

        assertThat(output.getOut()).containsOnlyOnce("sts.playground.enabled is true: /playground/ shows");
    }

    @Test
    void saysNothingWhenItIsOff(CapturedOutput output) {
        Map<String, String> properties = off();
        properties.put("logging.level.io.korests", "warn");
        TestService.with(properties);

        assertThat(output.getOut()).doesNotContain("playground");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    /playground/,             text/html;charset=UTF-8
                    /playground/style.css,    text/css
                    /playground/icon.svg,     image/svg+xml
                    /playground/app.js,       text/javascript
                    /playground/answer.js,    text/javascript
                    /playground/ask.js,       text/javascript
                    /playground/code.js,      text/javascript
                    /playground/dom.js,       text/javascript
                    /playground/form.js,      text/javascript
                    /playground/signature.js, text/javascript
                    /playground/snippets.js,  text/javascript
                    /playground/token.js,     text/javascript
                    """)
    void servesItsFilesUnderAPolicyOfTheirOwn(String path, String type) {
        HttpAnswer answer = get(on(), path);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo(type);
        assertThat(answer.header("Content-Security-Policy").split("; ?"))
                .containsExactlyInAnyOrder(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "img-src 'self' data:",
                        "connect-src 'self'",
                        "base-uri 'none'",
                        "form-action 'none'",
                        "frame-ancestors 'none'",
                        "require-trusted-types-for 'script'",
                        "trusted-types 'none'");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(answer.all("Set-Cookie")).isEmpty();
        assertThat(answer.text())
                .isNotEmpty()
                .doesNotContain("https://", " style=", "<script>", " onclick", "innerHTML");
    }

    @Test
    void leadsToThePageFromThePathWithoutSlash() {
        HttpAnswer answer = get(on(), "/playground");

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).isEqualTo("playground/");
    }

    @Test
    void serves404UnderTheGeneralPolicyForWhatIsNoFileOfIt() {
        for (String path : new String[] {"/playground/nothing.js", "/playground/../app.js"}) {
            HttpAnswer answer = get(on(), path);

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.header("Content-Security-Policy"))
                    .isEqualTo("default-src 'none'; frame-ancestors 'none'");
        }
    }

    @Test
    void takesNothingButGetAndHead() {
        HttpAnswer answer = on().send(HttpCall.post("/playground/").form("identity=jane"));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
        assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:kore-sts:method-not-allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]"})
    void mayAskForTokensFromWhereverItWasServed(String host) {
        String authority = host + ':' + on().port();

        HttpAnswer answer = on().send(HttpCall.post("/api/users/sts")
                .header("Host", authority)
                .origin("http://" + authority)
                .header("Sec-Fetch-Site", "same-origin")
                .json("{\"identity\":\"jane\"}"));

        assertThat(answer.jwt()).isNotBlank();
    }

    @Test
    void mayNotAskFromAnotherNameOfTheSameHost() {
        HttpAnswer answer = on().send(HttpCall.post("/api/users/sts")
                .header("Host", "127.0.0.1:" + on().port())
                .origin("http://localhost:" + on().port())
                .json("{\"identity\":\"jane\"}"));

        assertThat(answer.status()).isEqualTo(403);
    }

    /** A link on a page of another site: browsers say so, and send no Origin. */
    @Test
    void opensFromALinkOnAnotherSite() {
        HttpAnswer answer = on().send(HttpCall.of("GET", "/playground/")
                .header("Sec-Fetch-Site", "cross-site")
                .header("Sec-Fetch-Mode", "navigate"));

        assertThat(answer.status()).isEqualTo(200);
    }
}
