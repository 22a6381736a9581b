package io.korests.vault;

import com.sun.net.httpserver.HttpExchange;
import io.korests.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The faults that are on, per path prefix, and what each does to an exchange. */
final class VaultFaults {

    private final Map<String, VaultFault> faults = new ConcurrentHashMap<>();
    private volatile CountDownLatch healed = new CountDownLatch(1);
    private volatile Duration delay = Patience.TIME;
    private volatile String leak = "";

    void set(String prefix, VaultFault fault) {
        faults.put(prefix, fault);
    }

    void delay(Duration value) {
        delay = value;
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
            case SLOW -> end.await(delay.toMillis(), TimeUnit.MILLISECONDS);
            case CUT_OFF -> cutOff(exchange);
            default -> answer(fault).sendTo(exchange);
        }
        return fault != VaultFault.HANGING && fault != VaultFault.SLOW;
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
            case SEALED -> VaultAnswer.errors(503, "Vault is sealed" + leak);
            case FORBIDDEN -> VaultAnswer.errors(403, FakeVault.PERMISSION_DENIED + leak);
            case NOT_FOUND -> VaultAnswer.notFound();
            case SERVER_ERROR -> VaultAnswer.errors(500, "internal error" + leak);
            case UNAVAILABLE -> new VaultAnswer(503, "text/plain", "no healthy upstream" + leak);
            case TOO_MANY_REQUESTS -> VaultAnswer.errors(429, "request path: rate limit quota exceeded" + leak);
            case GARBAGE -> new VaultAnswer(200, "application/json", leak + "\u0016\u0003 this is not JSON");
            case PROXY_ERROR -> new VaultAnswer(502, "text/html", "<html><body>502 Bad Gateway" + leak);
            case TRUNCATED ->
                new VaultAnswer(200, "application/json", "{\"data\":{\"data\":{\"client-id\":\"cs-1" + leak);
            case EMPTY -> new VaultAnswer(200, "application/json", "");
            case NO_DATA -> VaultAnswer.data(VaultAnswer.JSON.nullNode());
            case WRONG_SHAPE ->
                VaultAnswer.data(
                        leak.isEmpty()
                                ? VaultAnswer.JSON.createArrayNode()
                                : VaultAnswer.JSON.createArrayNode().add(leak));
            case DOWN, HANGING, SLOW, CUT_OFF -> throw new IllegalArgumentException(fault + " is not an answer");
        };
    }
}
