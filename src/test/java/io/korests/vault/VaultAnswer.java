package io.korests.vault;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One answer of the API: a status and a body, empty for 204.
 *
 * @see <a href="https://developer.hashicorp.com/vault/api-docs#http-status-codes">HTTP status codes</a>
 */
record VaultAnswer(int status, String contentType, String body) {

    static final JsonMapper JSON = JsonMapper.shared();

    static VaultAnswer json(int status, JsonNode body) {
        return new VaultAnswer(status, "application/json", body.toString());
    }

    static VaultAnswer noContent() {
        return new VaultAnswer(204, "application/json", "");
    }

    static VaultAnswer errors(int status, String... messages) {
        ObjectNode body = JSON.createObjectNode();
        body.set("errors", JSON.valueToTree(messages));
        return json(status, body);
    }

    static VaultAnswer notFound() {
        return errors(404);
    }

    static VaultAnswer unsupported() {
        return errors(405, "1 error occurred:\n\t* unsupported operation\n\n");
    }

    static VaultAnswer data(JsonNode data) {
        return data(200, data);
    }

    static VaultAnswer data(int status, JsonNode data) {
        return json(status, envelope(data, null));
    }

    static VaultAnswer auth(JsonNode auth) {
        return json(200, envelope(null, auth));
    }

    private static ObjectNode envelope(@Nullable JsonNode data, @Nullable JsonNode auth) {
        ObjectNode envelope = JSON.createObjectNode();
        envelope.put("request_id", UUID.randomUUID().toString());
        envelope.put("lease_id", "");
        envelope.put("renewable", false);
        envelope.put("lease_duration", 0);
        envelope.set("data", data);
        envelope.putNull("wrap_info");
        envelope.putNull("warnings");
        envelope.set("auth", auth);
        return envelope;
    }

    void sendTo(HttpExchange exchange) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (status == 429 || status == 503) {
            // A quota says when it ends, and so do proxies; nobody is to wait for that long.
            exchange.getResponseHeaders().set("Retry-After", "60");
        }
        boolean bodiless = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bodiless ? -1 : bytes.length);
        if (!bodiless) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
