package io.korests.explain;

import io.korests.client.ClientApp;
import io.korests.client.ClientSet;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Takes secrets and private keys out of what a token says: programs may sign all of their configuration, the key included. It works
 * on texts as JSON means them, whatever their escapes.
 *
 * @param secrets of all clients with one
 * @param shortest the length of the shortest one: a stranger's many short texts are not searched for each
 */
record Redaction(List<String> secrets, int shortest) {
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

    /** The secrets stay out of logs. */
    @Override
    public String toString() {
        return "Redaction";
    }
}
