package io.korests.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HalfSent;
import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.Refused;
import io.korests.TestClientApps;
import io.korests.TestService;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Each limit at its default, and its setting. */
class LimitTests {

    private final TestService usual = TestService.usual();
    private final TestService tight = TestService.with(tight());

    private static Map<String, String> tight() {
        Map<String, String> properties = new HashMap<>(TestClientApps.one());
        properties.put("sts.limits.body-size", "1000B");
        properties.put("sts.limits.body-time", "1s");
        properties.put("sts.limits.json-depth", "3");
        properties.put("sts.limits.json-text", "20");
        properties.put("server.max-http-request-header-size", "2KB");
        properties.put("server.tomcat.connection-timeout", "700ms");
        properties.put("server.tomcat.max-connections", "30");
        return properties;
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
                .startsWith("The body is nested too deep or has a text that is too long");
        assertThat(tight.send(withText(20)).status()).isEqualTo(200);
        Refused.with(tight.send(withText(21)), 400, "malformed-body");
    }

    @Test
    void aBodyThatTricklesIsCutOffAfterItsTime() {
        try (HalfSent sender = HalfSent.form(tight.port(), 900, "identity=")) {
            CompletableFuture<HttpAnswer> answer = CompletableFuture.supplyAsync(sender::answer);
            int sent = 0;
            // A byte now and then: no single read takes as long as connection-timeout.
            while (!answer.isDone() && sent < 800) {
                sender.send("a");
                sent++;
                pause(100);
            }

            Refused.with(answer.orTimeout(10, TimeUnit.SECONDS).join(), 408, "slow-request");
            assertThat(sent).isBetween(5, 100);
        }
    }

    @Test
    void aBodyThatStopsIsCutOffAfterTheReadTimeout() {
        try (HalfSent sender = HalfSent.form(tight.port(), 900, "identity=")) {
            Refused.with(sender.answer(), 408, "slow-request");
        }
    }

    @Test
    void headersThatDoNotEndAreCutOff() {
        try (HalfSent sender = HalfSent.raw(tight.port(), "POST /api/users/sts HTTP/1.1\r\nHost: a\r\nX-")) {
            assertThat(sender.untilClosed()).doesNotContain(" 200 ");
        }
    }

    @Test
    void aConnectionBeyondTheirNumberWaitsUntilAnotherEnds() {
        HalfSent[] idle = new HalfSent[30];
        for (int i = 0; i < idle.length; i++) {
            // A first request each: a connection on which nothing comes is closed by the read timeout.
            idle[i] = HalfSent.raw(tight.port(), "GET /no HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(idle[i].answer().status()).isEqualTo(404);
        }
        CompletableFuture<HttpAnswer> waiting = CompletableFuture.supplyAsync(() -> tight.send(padded(100)));

        assertThat(waiting.completeOnTimeout(null, 1500, TimeUnit.MILLISECONDS).join())
                .isNull();

        for (HalfSent connection : idle) {
            connection.close();
        }
        assertThat(tight.send(padded(100)).status()).isEqualTo(200);
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
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

    private static HttpCall withText(int characters) {
        return post().json("{\"identity\":\"a\",\"aud\":\"" + "x".repeat(characters) + "\"}");
    }
}
