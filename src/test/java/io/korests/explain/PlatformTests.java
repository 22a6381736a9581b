package io.korests.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.PlatformProperties;
import io.korests.Stopwatch;
import io.korests.TestClientApps;
import io.korests.TestKeys;
import io.korests.TestService;
import io.korests.VerifiedToken;
import io.korests.client.ClientApp;
import io.korests.client.ClientRegistry;
import io.korests.explain.Platform.Answer;
import io.korests.explain.Platform.Outcome;
import io.korests.token.TokenIssuer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PlatformTests {

    private static final TestService SERVICE = TestService.with(TestClientApps.one());
    private static final PlatformProperties BOT = new PlatformProperties("", "Travel", "st-1");

    private final FakePlatform kore = new FakePlatform();
    private final Platform platform = new Platform(SERVICE.bean(TokenIssuer.class), Duration.ofSeconds(2));

    @AfterEach
    void stop() {
        kore.close();
    }

    private Answer ask(String apiUrl) {
        return platform.ask(travel(), apiUrl);
    }

    private static ClientApp travel() {
        ClientApp app = SERVICE.bean(ClientRegistry.class).current().apps().get(0);
        return new ClientApp(app.name(), app.clientId(), app.signingKey(), app.policy(), null, BOT);
    }

    @Test
    void sendsWhatTheWebSdkSendsAndNothingElse() {
        ask(kore.apiUrl());

        assertThat(kore.requests).hasSize(1);
        String[] request = kore.requests.get(0).split(" ", 3);
        assertThat(request).startsWith("POST", "/api/oAuth/token/jwtgrant");
        JsonNode body = JsonMapper.shared().readTree(request[2]);
        assertThat(body.propertyNames()).containsExactlyInAnyOrder("assertion", "botInfo", "token");
        assertThat(body.get("botInfo").toString())
                .isIn(
                        "{\"chatBot\":\"Travel\",\"taskBotId\":\"st-1\"}",
                        "{\"taskBotId\":\"st-1\",\"chatBot\":\"Travel\"}");
        assertThat(body.get("token")).isEmpty();
        String token = body.get("assertion").stringValue();
        JsonNode claims = VerifiedToken.verify(token, "HS256", TestKeys.SECRET).claims();
        assertThat(claims.get("isAnonymous").booleanValue()).isTrue();
        assertThat(claims.get("sub").stringValue()).hasSize(22);
    }

    @Test
    void asksTheSameWithoutTheSlashAtTheEnd() {
        ask(kore.apiUrl().replaceFirst("/$", ""));

        assertThat(kore.requests.get(0)).startsWith("POST /api/oAuth/token/jwtgrant ");
    }

    @Test
    void saysWhatKoreCallsTheUser() {
        Answer answer = ask(kore.apiUrl());

        assertThat(answer.outcome()).isEqualTo(Outcome.TAKEN);
        assertThat(answer.text()).isEqualTo("taken, as cs-travel/4gS");
        assertThat(answer.toString()).doesNotContain("access-token-of-kore");
    }

    /** The words of npm's jsonwebtoken, and two of Kore's own. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    invalid signature                                     | wrong-key
                    invalid algorithm                                     | algorithm
                    jwt expired                                           | expired
                    jwt not active                                        | not-yet-valid
                    jwt malformed                                         | not-a-token
                    jwt signature is required                             | unsigned
                    jwt audience invalid. expected: https://a.example     | audience
                    invalid exp value                                     | time-unusable
                    if \\"jti\\" claim \\"exp\\" must be <= 1 hour(s)     | jti-lifetime
                    possibly a replay                                     | single-use
                    """)
    void explainsARefusalByKoresWords(String words, String id) {
        kore.refuses(words);

        Answer answer = ask(kore.apiUrl());

        assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(answer.explained().id()).isEqualTo(id);
        assertThat(answer.text())
                .startsWith("refused: \"error verifying the jwt: " + words.replace("\\", ""))
                .endsWith(
                        answer.explained().sentence() + ' ' + answer.explained().fix());
    }

    @Test
    void passesOnWordsThatNobodyKnows() {
        kore.refuses("the moon is in the wrong quarter\\u001b[2J" + "!".repeat(500));

        assertThat(ask(kore.apiUrl()).text())
                .startsWith("refused: \"error verifying the jwt: the moon is in the wrong quarter\\u{1b}[2J!!")
                .endsWith("!…\"")
                .hasSizeLessThan(400);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    200 | {}                              | with status 200 that is not Kore's
                    200 | <html>                          | answers with something else than JSON
                    200 | ``                              | with status 200 that is not Kore's
                    302 | {"userInfo":{"identity":"x"}}   | with status 302 that is not Kore's
                    404 | {"error":"no such path"}        | with status 404 that is not Kore's
                    401 | {"errors":[{"msg":7}]}          | with status 401 that is not Kore's
                    502 | {"errors":[{"msg":"down"}]}     | with status 502 that is not Kore's
                    """)
    void knowsWhatIsNotKore(int status, String body, String words) {
        kore.says(status, body);

        Answer answer = ask(kore.apiUrl());

        assertThat(answer.outcome()).isEqualTo(Outcome.NOT_REACHED);
        assertThat(answer.text()).startsWith("not reached: ").contains(words);
        assertThat(kore.requests).hasSize(1);
    }

    @Test
    void readsNoAnswerThatIsTooLarge() {
        kore.says(200, FakePlatform.TAKEN + " ".repeat(64 * 1024));

        assertThat(ask(kore.apiUrl()).text()).contains("with status 200 that is not Kore's");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    https://kore.invalid/api/ | not reached: kore.invalid: no host has this name
                    http://127.0.0.1:1/api/   | not reached: 127.0.0.1: the connection cannot be made, or breaks
                    """)
    void saysWhyKoreIsNotReached(String apiUrl, String text) {
        assertThat(ask(apiUrl).text()).isEqualTo(text);
    }

    @Test
    void saysThatTlsFailed() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread answer = new Thread(() -> {
                try (Socket socket = plain.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
                    socket.getInputStream().readAllBytes();
                } catch (IOException closed) {
                    // By the other side, as it should.
                }
            });
            answer.start();

            assertThat(ask("https://127.0.0.1:" + plain.getLocalPort() + "/api/")
                            .text())
                    .isEqualTo("not reached: 127.0.0.1: TLS failed: is its certificate trusted by this Java runtime,"
                            + " or does a proxy replace it?");
            answer.join();
        }
    }

    @Test
    void waitsNoLongerThanTheDeadline() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Stopwatch stopwatch = Stopwatch.start()) {
            assertThat(ask("http://127.0.0.1:" + silent.getLocalPort() + "/api/")
                            .text())
                    .isEqualTo("not reached: 127.0.0.1: no answer in time");
            assertThat(stopwatch.elapsed()).isLessThan(Duration.ofSeconds(20));
        }
    }

    /** The JDK's own settings, -Dhttps.proxyHost among them, are its default selector. */
    @Test
    void goesThroughTheProxyOfTheJdkAndNamesIt() {
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(ProxySelector.of(new InetSocketAddress("127.0.0.1", 1)));
        try {
            Platform proxied = new Platform(SERVICE.bean(TokenIssuer.class), Duration.ofSeconds(2));
            assertThat(proxied.ask(travel(), "https://bots.kore.ai/api/").text())
                    .startsWith("not reached: bots.kore.ai through the proxy ")
                    .contains("127.0.0.1:1: the connection cannot be made, or breaks");
        } finally {
            ProxySelector.setDefault(before);
        }
    }
}
