package io.korests;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Configurations of the service, as properties. */
public final class TestClientApps {

    /** The page that may ask. */
    public static final String ORIGIN = "https://www.example.com";

    public static final String DEFAULT_AUDIENCE = "https://idproxy.kore.com/authorize";

    /** What one client of {@link #everything()} lets a request choose. */
    public static final String OTHER_AUDIENCE = "https://idproxy.kore.ai/authorize";

    public static final List<String> ALGORITHMS = List.of("HS256", "HS512", "RS256", "RS512");
    public static final List<String> CLAIM_NAMES = List.of("standard", "kore", "both");

    private TestClientApps() {}

    /** Open mode, one page that may ask, and no client yet. */
    public static Map<String, String> open() {
        Map<String, String> properties = new HashMap<>();
        properties.put("sts.caller.mode", "open");
        properties.put("sts.cors.allowed-origins", ORIGIN);
        properties.put("sts.refresh-interval", "0");
        return properties;
    }

    /** Open mode and the one client {@code travel}, HS256, cs-travel. */
    public static Map<String, String> one() {
        Map<String, String> properties = open();
        hs(properties, "travel", "HS256");
        return properties;
    }

    /** {@link #one} for pages of every origin. */
    public static Map<String, String> oneForEveryPage() {
        Map<String, String> properties = one();
        properties.put("sts.cors.allowed-origins", "*");
        return properties;
    }

    /** Open mode, {@code cs-one} and {@code cs-two}, neither of them the default one, and no page that may ask. */
    public static Map<String, String> twoWithoutDefault() {
        Map<String, String> properties = open();
        properties.remove("sts.cors.allowed-origins");
        hs(properties, "one", "HS256");
        rs(properties, "two", "RS256");
        return properties;
    }

    /**
     * Open mode and a client for everything a client may differ in. {@code travel} is the default one and has nothing but
     * defaults; for each algorithm, claim-names and jti there is one by the name of {@link #matrixName}.
     */
    public static Map<String, String> everything() {
        Map<String, String> properties = one();
        properties.put("sts.default-client", "travel");
        hs(properties, "members", "HS256");
        properties.put("sts.clients.members.anonymous", "false");
        hs(properties, "claims", "HS256");
        properties.put("sts.clients.claims.allowed-claims", "identityToMerge, privateClaims, secureCustomData");
        hs(properties, "audiences", "HS256");
        properties.put("sts.clients.audiences.allowed-audiences", OTHER_AUDIENCE + ", urn:example:other");
        hs(properties, "fixed", "HS256");
        properties.put("sts.clients.fixed.private-claims", "{\"tier\":\"gold\"}");
        properties.put("sts.clients.fixed.audience", OTHER_AUDIENCE);
        properties.put("sts.clients.fixed.token-lifetime", "90");
        properties.put("sts.clients.fixed.key-id", "key \"1\"");
        matrix(properties);
        return properties;
    }

    /** The local name; the client id is cs- and this. */
    public static String matrixName(String algorithm, String claimNames, boolean jti) {
        return algorithm.toLowerCase(java.util.Locale.ROOT) + claimNames + (jti ? "jti" : "");
    }

    private static void matrix(Map<String, String> properties) {
        for (String algorithm : ALGORITHMS) {
            for (String names : CLAIM_NAMES) {
                for (boolean jti : new boolean[] {true, false}) {
                    String name = matrixName(algorithm, names, jti);
                    if (algorithm.startsWith("HS")) {
                        hs(properties, name, algorithm);
                    } else {
                        rs(properties, name, algorithm);
                    }
                    properties.put("sts.clients." + name + ".claim-names", names);
                    properties.put("sts.clients." + name + ".jti", Boolean.toString(jti));
                }
            }
        }
    }

    /** Adds a client with {@link TestKeys#SECRET}. */
    public static void hs(Map<String, String> properties, String name, String algorithm) {
        client(properties, name, algorithm);
        properties.put("sts.clients." + name + ".client-secret", TestKeys.SECRET);
    }

    /** Adds a client with {@link TestKeys#rsa()}. */
    public static void rs(Map<String, String> properties, String name, String algorithm) {
        client(properties, name, algorithm);
        properties.put("sts.clients." + name + ".private-key", TestKeys.pem(TestKeys.rsa()));
    }

    private static void client(Map<String, String> properties, String name, String algorithm) {
        properties.put("sts.clients." + name + ".client-id", "cs-" + name);
        properties.put("sts.clients." + name + ".algorithm", algorithm);
    }
}
