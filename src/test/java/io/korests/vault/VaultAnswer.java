package io.korests.vault;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One answer of the API: a status and a body, empty for none. */
record VaultAnswer(int status, String contentType, byte[] body) {

    static VaultAnswer text(int status, String contentType, String body) {
        return new VaultAnswer(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    static VaultAnswer json(int status, String body) {
        return text(status, "application/json", body);
    }

    void sendTo(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", contentType);
        if (status == 429 || status == 503) {
            // A quota says when it ends, and so do proxies; nobody is to wait for that long.
            exchange.getResponseHeaders().set("Retry-After", "60");
        }
        boolean bodiless = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
        if (!bodiless) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
