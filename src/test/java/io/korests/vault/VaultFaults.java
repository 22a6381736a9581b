package io.korests.vault;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import tools.jackson.databind.json.JsonMapper;

/** The faults that are on, per path prefix, and what each does to an exchange. */
final class VaultFaults {

    private final Map<String, VaultFault> faults = new ConcurrentHashMap<>();
    private volatile CountDownLatch healed = new CountDownLatch(1);
    private volatile String leak = "";

    void set(String prefix, VaultFault fault) {
        faults.put(prefix, fault);
    }

    void leak(String text) {
        leak = text;
    }

    /** Ends all faults and lets those go on that wait. */
    void heal() {
        faults.clear();
        CountDownLatch waiting = healed;
        healed = new CountDownLatch(1);
        waiting.countDown();
    }

    /**
     * Plays the fault for a path, that of the longest prefix, if there is one. Returns whether the exchange is over; if not, it
     * is to be answered as usual.
     */
    boolean play(String path, HttpExchange exchange) throws IOException, InterruptedException {
        // Before the fault is looked up: one that is healed in between must not wait for the next time that it is.
        CountDownLatch end = healed;
        VaultFault fault = faults.keySet().stream()
                .filter(path::startsWith)
                .max(Comparator.comparing(String::length))
                .map(faults::get)
                .orElse(null);
        if (fault == null) {
            return false;
        }
        switch (fault) {
            case HANGING -> end.await();
            case CUT_OFF -> cutOff(exchange);
            default -> answer(fault).sendTo(exchange);
        }
        return fault != VaultFault.HANGING;
    }

    private void cutOff(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 4096);
        exchange.getResponseBody().write(("{\"request_id\":\"cut" + leak).getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        exchange.close();
    }

    private VaultAnswer answer(VaultFault fault) {
        return switch (fault) {
            case SEALED -> errors(503, "Vault is sealed");
            case FORBIDDEN -> errors(403, "permission denied");
            case NOT_FOUND -> VaultAnswer.json(404, "{\"errors\":[]}");
            case SERVER_ERROR -> errors(500, "internal error");
            case UNAVAILABLE -> VaultAnswer.text(503, "text/plain", "no healthy upstream" + leak);
            case TOO_MANY_REQUESTS -> errors(429, "rate limit quota exceeded");
            case GARBAGE -> VaultAnswer.json(200, leak + "\u0016\u0003 this is not JSON");
            case PROXY_ERROR -> VaultAnswer.text(502, "text/html", "<html><body>502 Bad Gateway" + leak);
            case TRUNCATED -> VaultAnswer.json(200, "{\"data\":{\"data\":{\"client-id\":\"cs-1" + leak);
            case EMPTY -> VaultAnswer.json(200, "");
            case NO_DATA -> VaultAnswer.json(200, "{\"data\":null}");
            case WRONG_SHAPE ->
                VaultAnswer.json(200, "{\"data\":[" + JsonMapper.shared().writeValueAsString(leak) + "]}");
            case DOWN, HANGING, CUT_OFF -> throw new IllegalArgumentException(fault + " is not an answer");
        };
    }

    private VaultAnswer errors(int status, String message) {
        return VaultAnswer.json(
                status, JsonMapper.shared().writeValueAsString(Map.of("errors", List.of(message + leak))));
    }
}
