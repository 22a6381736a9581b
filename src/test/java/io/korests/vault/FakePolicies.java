package io.korests.vault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Policies in Vault's own text, HCL or JSON, and the question whether a token's policies allow a request. Of the rules
 * that match, the most specific one decides; the capability {@code deny} beats every other.
 *
 * @see <a href="https://developer.hashicorp.com/vault/docs/concepts/policies">Policies</a>
 */
final class FakePolicies {

    private static final Pattern COMMENT = Pattern.compile("(?m)#.*$");
    private static final Pattern RULE =
            Pattern.compile("path\\s+\"([^\"]+)\"\\s*\\{[^}]*?capabilities\\s*=\\s*\\[([^]]*)][^}]*}");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

    /** What every token may do, as in Vault. */
    private static final String DEFAULT = """
            path "auth/token/lookup-self" { capabilities = ["read"] }
            path "auth/token/renew-self" { capabilities = ["update"] }
            path "auth/token/revoke-self" { capabilities = ["update"] }
            """;

    private final Map<String, List<Rule>> rules = new ConcurrentHashMap<>();
    private final Map<String, String> texts = new ConcurrentHashMap<>();

    FakePolicies() {
        put("default", DEFAULT);
    }

    /** Replaces a policy. A text without a rule in it is refused, as a mistake nobody would notice otherwise. */
    void put(String name, String text) {
        List<Rule> parsed = text.strip().startsWith("{") ? json(text) : hcl(text);
        if (parsed.isEmpty()) {
            throw new IllegalArgumentException("failed to parse policy: no path in it");
        }
        rules.put(name, parsed);
        texts.put(name, text);
    }

    /** The policy's text, empty if there is none of that name. */
    String text(String name) {
        return texts.getOrDefault(name, "");
    }

    void remove(String name) {
        rules.remove(name);
        texts.remove(name);
    }

    boolean allow(Collection<String> policies, VaultRequest request) {
        if (policies.contains("root")) {
            return true;
        }
        Set<String> granted = capabilities(policies, request.path());
        return !granted.contains("deny") && needed(request).anyMatch(granted::contains);
    }

    /** Whether any rule reaches below the mount; what {@code sys/internal/ui/mounts} asks. */
    boolean reach(Collection<String> policies, String mount) {
        return policies.contains("root")
                || matching(policies).anyMatch(rule -> !rule.capabilities().contains("deny") && rule.reaches(mount));
    }

    private Set<String> capabilities(Collection<String> policies, String path) {
        List<Rule> matching =
                matching(policies).filter(rule -> rule.matches(path)).toList();
        Set<String> granted = new HashSet<>();
        matching.stream()
                .max(Comparator.comparing(Rule::weight))
                .ifPresent(best -> matching.stream()
                        .filter(rule -> rule.path().equals(best.path()))
                        .forEach(rule -> granted.addAll(rule.capabilities())));
        return granted;
    }

    private Stream<Rule> matching(Collection<String> policies) {
        return policies.stream().flatMap(name -> rules.getOrDefault(name, List.of()).stream());
    }

    private static Stream<String> needed(VaultRequest request) {
        return switch (request.method()) {
            case "GET", "HEAD" -> Stream.of("read");
            case "LIST" -> Stream.of("list");
            case "DELETE" -> Stream.of("delete");
            default -> Stream.of("create", "update");
        };
    }

    private static List<Rule> hcl(String text) {
        List<Rule> found = new ArrayList<>();
        Matcher rule = RULE.matcher(COMMENT.matcher(text).replaceAll(""));
        while (rule.find()) {
            Set<String> capabilities = new HashSet<>();
            QUOTED.matcher(rule.group(2)).results().forEach(quoted -> capabilities.add(quoted.group(1)));
            found.add(new Rule(rule.group(1), capabilities));
        }
        return found;
    }

    private static List<Rule> json(String text) {
        List<Rule> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path :
                VaultAnswer.JSON.readTree(text).path("path").properties()) {
            Set<String> capabilities = new HashSet<>();
            path.getValue().path("capabilities").forEach(capability -> capabilities.add(capability.asString()));
            found.add(new Rule(path.getKey(), capabilities));
        }
        return found;
    }

    /**
     * One {@code path} block.
     *
     * @param path where {@code +} stands for one segment and {@code *} at the end for any rest
     */
    private record Rule(String path, Set<String> capabilities) {

        boolean matches(String requested) {
            String fixed = path.endsWith("*") ? path.substring(0, path.length() - 1) : path;
            String pattern = Pattern.quote(fixed).replace("+", "\\E[^/]+\\Q") + (path.endsWith("*") ? ".*" : "");
            return requested.matches(pattern);
        }

        boolean reaches(String mount) {
            String fixed = path.replaceFirst("[+*].*$", "");
            return fixed.startsWith(mount) || (fixed.length() < path.length() && mount.startsWith(fixed));
        }

        /** Higher is more specific: no wildcard at all, then a late first wildcard. */
        int weight() {
            String fixed = path.replaceFirst("[+*].*$", "");
            return fixed.length() == path.length() ? Integer.MAX_VALUE : fixed.length();
        }
    }
}
