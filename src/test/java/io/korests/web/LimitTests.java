package io.korests.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.korests.HalfSent;
import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.Patience;
import io.korests.Refused;
import io.korests.TestClientApps;
import io.korests.TestService;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each limit at its default, and its setting. */
class LimitTests {

    private final TestService usual = TestService.usual();
    private final TestService tight = with(Map.of(
            "sts.limits.body-size", "1000B",
            "sts.limits.json-depth", "3",
            "sts.limits.json-text", "20",
            "server.max-http-request-header-size", "2KB"));

    private static TestService with(Map<String, String> limits) {
        Map<String, String> properties = new HashMap<>(TestClientApps.one());
        properties.putAll(limits);
        return TestService.with(properties);
    }

    @Test
    void bodiesMayHave16KiB() {
        assertThat(usual.send(padded(16 * 1024)).status()).isEqualTo(200);
        Refused.with(usual.send(padded(16 * 1024 + 1)), 413, "body-too-large");
        Refused.with(usual.send(post().chunked(" ".repeat(16 * 1024 + 1))), 413, "body-too-large");
    }

    @Test
    void bodiesMayHaveAsManyBytesAsIsSet() {
        assertThat(tight.send(padded(1000)).status()).isEqualTo(200);
        HttpAnswer answer = tight.send(padded(1001));
        Refused.with(answer, 413, "body-too-large");
        assertThat(answer.json().get("detail").stringValue()).isEqualTo("The body may have at most 1000 bytes.");
    }

    @Test
    void headersMayHave8KiB() {
        assertThat(usual.send(withHeader(7_900)).status()).isEqualTo(200);
        assertThat(usual.send(withHeader(8_300)).status()).isEqualTo(400);
    }

    @Test
    void headersMayHaveAsManyBytesAsIsSet() {
        assertThat(tight.send(withHeader(1_800)).status()).isEqualTo(200);
        assertThat(tight.send(withHeader(2_100)).status()).isEqualTo(400);
    }

    @Test
    void jsonMayBeNestedAsDeepAsIsSet() {
        assertThat(usual.send(nested(31)).status()).isEqualTo(200);
        Refused.with(usual.send(nested(32)), 400, "malformed-body");
        assertThat(tight.send(nested(2)).status()).isEqualTo(200);
        Refused.with(tight.send(nested(3)), 400, "malformed-body");
    }

    @Test
    void jsonMayHaveTextsAsLongAsIsSet() {
        assertThat(usual.send(withText(12_288)).status()).isEqualTo(200);
        HttpAnswer refused = usual.send(withText(12_289));
        Refused.with(refused, 400, "malformed-body");
        assertThat(refused.json().get("detail").stringValue())
                .startsWith("The body is nested too deep, or has a name, a text or a number that is too long");
        assertThat(tight.send(withText(20)).status()).isEqualTo(200);
        Refused.with(tight.send(withText(21)), 400, "malformed-body");
    }

    /** Also where nobody asks for them. Jackson's own limit is 1,000 digits. */
    @Test
    void jsonMayHaveNumbersAsLongAsTexts() {
        assertThat(usual.send(withDigits(12_288)).status()).isEqualTo(200);
        Refused.with(usual.send(withDigits(12_289)), 400, "malformed-body");
        assertThat(tight.send(withDigits(20)).status()).isEqualTo(200);
        Refused.with(tight.send(withDigits(21)), 400, "malformed-body");
    }

    /** No read waits for as long as connection-timeout allows: only the body's own time can end this. */
    @Test
    void aBodyThatTricklesIsCutOffAfterItsTime() {
        TestService service = with(Map.of("sts.limits.body-time", "1s", "server.tomcat.connection-timeout", "1h"));
        try (HalfSent sender = HalfSent.form(service.port(), 900, "identity=")) {
            CompletableFuture<HttpAnswer> answer = CompletableFuture.supplyAsync(sender::answer);

            await().atMost(Patience.TIME).until(() -> answer.isDone() || !trickle(sender));

            Refused.with(answer.join(), 408, "slow-request");
            assertThat(answer.join().header("Connection")).isEqualTo("close");
            await().atMost(Patience.TIME).until(() -> !trickle(sender));
        }
    }

    /** @return false once the other end has closed */
    private static boolean trickle(HalfSent sender) {
        try {
            sender.send("a");
            return true;
        } catch (UncheckedIOException closed) {
            return false;
        }
    }

    /** Its own time would let it be for an hour: only connection-timeout can end this. */
    @Test
    void aBodyThatStopsIsCutOffAfterTheReadTimeout() {
        try (HalfSent sender = HalfSent.form(impatient().port(), 900, "identity=")) {
            Refused.with(sender.answer(), 408, "slow-request");
        }
    }

    static Stream<String> refusedBeforeTheBody() {
        String body = "Host: a\r\nContent-Length: 1000000\r\n\r\n";
        String chunks = "Host: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n";
        return Stream.of(
                "POST /no HTTP/1.1\r\n" + body,
                "POST /no HTTP/1.1\r\n" + chunks,
                "PUT /api/users/sts HTTP/1.1\r\n" + body,
                "PUT /api/users/sts HTTP/1.1\r\n" + chunks,
                "POST /openapi.yaml HTTP/1.1\r\n" + body,
                "POST /api/users/sts HTTP/1.1\r\nOrigin: https://evil.example\r\n" + body,
                "POST /api/users/sts HTTP/1.1\r\nAccept: text/html\r\n" + chunks,
                "POST /api/users/sts HTTP/1.1\r\nContent-Encoding: gzip\r\n" + body,
                "POST /api/users/sts HTTP/1.1\r\n" + body);
    }

    /** No read waits for as long as connection-timeout allows: only the refusal itself can end this. */
    @ParameterizedTest
    @MethodSource("refusedBeforeTheBody")
    void aBodyThatGoesOnAfterTheAnswerIsNotRead(String request) {
        TestService service = with(Map.of("sts.limits.body-time", "1s", "server.tomcat.connection-timeout", "1h"));
        try (HalfSent sender = HalfSent.raw(service.port(), request)) {
            HttpAnswer answer = sender.answer();
            assertThat(answer.status()).isBetween(400, 499);
            assertThat(answer.header("Connection")).isEqualTo("close");

            await().atMost(Patience.TIME).until(() -> !trickle(sender));
        }
    }

    /** The last is a header of a chunk that goes on: it can have eight digits. */
    @ParameterizedTest
    @ValueSource(strings = {"a;", "a;x=y\r\n", "0\r\nX: y\r\n\r\n", "0\r\nX", "a"})
    void chunksHaveNoExtensionsAndNoTrailers(String chunk) {
        TestService service = with(Map.of("sts.limits.body-time", "1s", "server.tomcat.connection-timeout", "1h"));
        String head = "POST /api/users/sts HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n";
        try (HalfSent sender = HalfSent.raw(service.port(), head + chunk)) {
            CompletableFuture<HttpAnswer> answer = CompletableFuture.supplyAsync(sender::answer);

            await().atMost(Patience.TIME).until(() -> answer.isDone() || !trickle(sender));

            Refused.with(answer.join(), 400, "malformed-request");
        }
    }

    @Test
    void aRefusalAfterTheBodyWasReadLeavesTheConnectionOpen() {
        String form = "identity=jane&identityToMerge=x";
        try (HalfSent sender = HalfSent.form(usual.port(), form.length(), form)) {
            Refused.with(sender.answer(), 403, "claim-not-allowed");

            sender.send("GET /no HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(sender.answer().status()).isEqualTo(404);
        }
    }

    @Test
    void headersThatDoNotEndAreCutOff() {
        try (HalfSent sender = HalfSent.raw(impatient().port(), "POST /api/users/sts HTTP/1.1\r\nHost: a\r\nX-")) {
            assertThat(sender.untilClosed()).doesNotContain(" 200 ");
        }
    }

    private static TestService impatient() {
        return with(Map.of("sts.limits.body-time", "1h", "server.tomcat.connection-timeout", "700ms"));
    }

    @Test
    void aConnectionBeyondTheirNumberWaitsUntilAnotherEnds() {
        TestService service = with(Map.of("server.tomcat.max-connections", "30"));
        HalfSent[] open = new HalfSent[30];
        for (int i = 0; i < open.length; i++) {
            open[i] = HalfSent.raw(service.port(), "GET /no HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(open[i].answer().status()).isEqualTo(404);
        }
        CompletableFuture<HttpAnswer> waiting = CompletableFuture.supplyAsync(() -> service.send(padded(100)));

        assertThat(waiting).failsWithin(Duration.ofMillis(1500)).withThrowableOfType(TimeoutException.class);

        open[0].close();
        assertThat(waiting).succeedsWithin(Patience.TIME).returns(200, HttpAnswer::status);
        for (HalfSent connection : open) {
            connection.close();
        }
    }

    private static HttpCall post() {
        return HttpCall.post("/api/users/sts");
    }

    private static HttpCall padded(int bytes) {
        String json = "{\"identity\":\"a\"}";
        return post().json(json + " ".repeat(bytes - json.length()));
    }

    private static HttpCall withHeader(int bytes) {
        return post().header("X-Long", "x".repeat(bytes)).form("identity=a");
    }

    /** @param depth of the value; the body itself is one level more */
    private static HttpCall nested(int depth) {
        return post().json("{\"identity\":\"a\",\"x\":" + "[".repeat(depth) + "]".repeat(depth) + '}');
    }

    private static HttpCall withDigits(int digits) {
        return post().json("{\"identity\":\"a\",\"unknown\":" + "7".repeat(digits) + '}');
    }

    private static HttpCall withText(int characters) {
        return post().json("{\"identity\":\"a\",\"aud\":\"" + "x".repeat(characters) + "\"}");
    }
}
