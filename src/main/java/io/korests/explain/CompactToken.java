package io.korests.explain;

import io.korests.client.ClientApp;
import io.korests.client.ClientSet;
import io.korests.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A token in compact form, taken apart and not verified.
 *
 * @param claims null for an encrypted one (JWE)
 */
record CompactToken(String text, JsonNode header, @Nullable JsonNode claims) {
    private static final Pattern COMPACT = Pattern.compile("[\\w-]+\\.[\\w-]*\\.[\\w-]*(?:\\.[\\w-]*\\.[\\w-]*)?");
    /** As people copy it: the service's whole answer, an Authorization header, a string of a program. */
    private static final Pattern WRAPPED =
            Pattern.compile("(?is)(?:.*\"jwt\"\\s*:\\s*\"|bearer\\s+|[\"'])(\\S+?)(?:[\"'].*)?");

    private static final JsonMapper JSON = new JsonMapper(StrictJson.factory(32, 16 * 1024));

    /**
     * @param clients whose secrets are redacted, if the token carries one of them
     * @return null if the text is no token
     */
    static @Nullable CompactToken of(String text, ClientSet clients) {
        Matcher wrapped = WRAPPED.matcher(text.strip());
        String compact = wrapped.matches() ? wrapped.group(1) : text.strip();
        if (!COMPACT.matcher(compact).matches()) {
            return null;
        }
        String[] parts = compact.split("\\.", -1);
        try {
            Redaction redaction = Redaction.by(clients);
            JsonNode header = object(parts[0], redaction);
            return new CompactToken(compact, header, parts.length == 3 ? object(parts[1], redaction) : null);
        } catch (IllegalArgumentException | JacksonException exception) {
            return null;
        }
    }

    private static JsonNode object(String part, Redaction redaction) {
        JsonNode node = JSON.readTree(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
        if (!node.isObject()) {
            throw new IllegalArgumentException("is no object");
        }
        return redaction.of(node);
    }

    boolean isEncrypted() {
        return claims == null;
    }

    JsonNode header(String name) {
        return header.path(name);
    }

    /** @param expected null for no such parameter */
    boolean headerIs(String name, @Nullable String expected) {
        return expected == null
                ? header(name).isMissingNode()
                : expected.equals(header(name).stringValue(null));
    }

    /** {@code kore_iss}, {@code kore_sub} and {@code kore_jti} replace the claims of RFC 7519 where those are taken. */
    JsonNode kore(String name) {
        JsonNode own = claim("kore_" + name);
        return own.isMissingNode() || own.isNull() ? claim(name) : own;
    }

    /** A missing node if there is none. */
    JsonNode claim(String name) {
        return claims == null ? MissingNode.getInstance() : claims.path(name);
    }

    @Override
    public String toString() {
        return "CompactToken";
    }

    /**
     * Takes secrets and private keys out of what a token says: programs may sign all of their configuration, the key included. It works
     * on texts as JSON means them, whatever their escapes.
     *
     * @param secrets of all clients with one
     * @param shortest the length of the shortest one: a stranger's many short texts are not searched for each
     */
    private record Redaction(List<String> secrets, int shortest) {
        private static final Pattern PRIVATE_KEY =
                Pattern.compile("(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----");

        static Redaction by(ClientSet clients) {
            List<String> secrets = clients.apps().stream()
                    .map(ClientApp::signingKey)
                    .filter(key -> key.publicKey() == null)
                    .map(KeyChecks::secretOf)
                    .toList();
            return new Redaction(
                    secrets, secrets.stream().mapToInt(String::length).min().orElse(Integer.MAX_VALUE));
        }

        /** The secrets stay out of logs. */
        @Override
        public String toString() {
            return "Redaction";
        }

        /** A copy, with names of members redacted too. */
        JsonNode of(JsonNode node) {
            if (node instanceof ObjectNode object) {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                object.properties().forEach(field -> copy.set(of(field.getKey()), of(field.getValue())));
                return copy;
            }
            if (node instanceof ArrayNode array) {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                array.forEach(element -> copy.add(of(element)));
                return copy;
            }
            return node.isString() ? StringNode.valueOf(of(node.stringValue())) : node;
        }

        private String of(String text) {
            String shown = PRIVATE_KEY.matcher(text).replaceAll("(a private key, redacted)");
            if (shown.length() < shortest) {
                return shown;
            }
            for (String secret : secrets) {
                shown = shown.replace(secret, "(the client secret, redacted)");
            }
            return shown;
        }
    }
}
