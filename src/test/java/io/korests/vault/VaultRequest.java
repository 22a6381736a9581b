package io.korests.vault;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One request to the API.
 *
 * @param method the HTTP method; {@code LIST} also for a GET that asks for {@code list=true}, as Vault reads it
 * @param path without the leading {@code /v1/}; engines see it relative to their mount
 * @param query the query string as sent, empty if there was none
 * @param body the JSON body, an empty object if there was none
 * @param token the value of {@code X-Vault-Token}, empty if there was none
 * @param namespace the value of {@code X-Vault-Namespace}, empty if there was none
 * @see <a href="https://developer.hashicorp.com/vault/api-docs">HTTP API</a>
 */
record VaultRequest(String method, String path, String query, JsonNode body, String token, String namespace) {

    private static final Pattern DURATION = Pattern.compile("(\\d+)([smhd]?)");

    static VaultRequest of(HttpExchange exchange) throws IOException {
        String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
        String path = exchange.getRequestURI().getPath().replaceFirst("^/v1/", "");
        boolean list = exchange.getRequestMethod().equals("GET")
                && "true".equals(parameters(query).get("list"));
        String method = list ? "LIST" : exchange.getRequestMethod();
        String token = header(exchange, "X-Vault-Token");
        if (token.isEmpty()) {
            token = header(exchange, "Authorization").replaceFirst("^Bearer ", "");
        }
        return new VaultRequest(method, path, query, json(exchange), token, header(exchange, "X-Vault-Namespace"));
    }

    private static String header(HttpExchange exchange, String name) {
        return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
    }

    private static JsonNode json(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            return body.length == 0 ? VaultAnswer.JSON.createObjectNode() : VaultAnswer.JSON.readTree(body);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("error parsing JSON", e);
        }
    }

    VaultRequest below(String mount) {
        return new VaultRequest(method, path.substring(mount.length()), query, body, token, namespace);
    }

    boolean reads() {
        return method.equals("GET");
    }

    boolean lists() {
        return method.equals("LIST");
    }

    /** Vault does not tell POST from PUT. */
    boolean writes() {
        return method.equals("POST") || method.equals("PUT");
    }

    boolean deletes() {
        return method.equals("DELETE");
    }

    /** The path's part after {@code prefix}, or null if it begins otherwise. */
    @Nullable
    String after(String prefix) {
        return path.startsWith(prefix) ? path.substring(prefix.length()) : null;
    }

    @Nullable
    String parameter(String name) {
        return parameters(query).get(name);
    }

    String text(String field) {
        return body.path(field).asString("");
    }

    /** The first of the fields that is there, as a list: an array, or text with commas. */
    List<String> texts(String... fields) {
        for (String field : fields) {
            JsonNode value = body.path(field);
            if (value.isArray()) {
                return StreamSupport.stream(value.spliterator(), false)
                        .map(JsonNode::asString)
                        .toList();
            }
            if (value.isString()) {
                return List.of(value.asString().split(","));
            }
        }
        return List.of();
    }

    /** The first of the fields that is there, in seconds or as Vault's {@code 90s}, {@code 30m}, {@code 1h}. */
    Duration duration(String... fields) {
        for (String field : fields) {
            Matcher matcher = DURATION.matcher(body.path(field).asString(""));
            if (matcher.matches()) {
                return Duration.ofSeconds(Long.parseLong(matcher.group(1)) * seconds(matcher.group(2)));
            }
        }
        return Duration.ZERO;
    }

    private static int seconds(String unit) {
        return switch (unit) {
            case "m" -> 60;
            case "h" -> 3600;
            case "d" -> 86400;
            default -> 1;
        };
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&")) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }
}
