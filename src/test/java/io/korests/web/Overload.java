package io.korests.web;

import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.Patience;
import io.korests.TestService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A service that takes on one request at a time, and a caller who does not come to an end. */
final class Overload {

    private Overload() {}

    static HttpAnswer answer(HttpCall call) throws IOException {
        TestService service = OpenApiRefusalsTests.with(Map.of("sts.limits.queue", "1"));
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
            slow.getOutputStream()
                    .write(
                            "POST /api/users/sts HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"
                                    .getBytes(StandardCharsets.US_ASCII));
            // The slow one is in work once another one is refused.
            HttpAnswer answer = service.send(call);
            long end = System.nanoTime() + Patience.TIME.toNanos();
            while (answer.status() == 200 && System.nanoTime() < end) {
                answer = service.send(call);
            }
            return answer;
        }
    }
}
