package io.korests.explain;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A platform with scripted answers. */
public final class FakePlatform implements AutoCloseable {
    static final String TAKEN = "{\"authorization\":{\"accessToken\":\"access-token-of-kore\"},"
            + "\"userInfo\":{\"identity\":\"cs-travel/4gS\"}}";

    private final HttpServer server;
    private volatile int status = 200;
    private volatile String answer = TAKEN;

    /** Method, path and body of each request. */
    public final List<String> requests = new CopyOnWriteArrayList<>();

    public FakePlatform() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** What a page sets as koreAPIUrl. */
    public String apiUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/";
    }

    void says(int nextStatus, String nextAnswer) {
        status = nextStatus;
        answer = nextAnswer;
    }

    public void refuses(String words) {
        says(401, "{\"errors\":[{\"msg\":\"error verifying the jwt: " + words + "\",\"code\":401}]}");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(exchange.getRequestMethod() + ' ' + exchange.getRequestURI() + ' ' + body);
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Location", apiUrl() + "elsewhere");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
