package io.korests.config;

import static io.korests.config.WrongStart.of;

import io.korests.TestClientApps;
import io.korests.TestKeys;
import java.util.stream.Stream;

/** Clients that are wrong, but for their keys. */
final class WrongClients {

    private static final String CLIENT = "sts.clients.travel";

    private WrongClients() {}

    static Stream<WrongStart> all() {
        return Stream.of(clients(), names(), platforms(), lifetimes(), claims()).flatMap(rows -> rows);
    }

    private static Stream<WrongStart> clients() {
        WrongStart none = of(
                "no client",
                "sts.clients is empty: set at least one client, for instance sts.clients.travel.client-id,"
                        + " sts.clients.travel.algorithm and sts.clients.travel.client-secret");
        none.properties().keySet().removeIf(property -> property.startsWith("sts.clients"));
        String noId = CLIENT
                + ".client-id is not set: set it to the client id that the Kore console shows for the app (cs-…)";
        WrongStart twice = of(
                "one client id twice",
                "sts.clients.other.client-id is the same as that of sts.clients.travel:"
                        + " a client id may stand for one client only");
        TestClientApps.hs(twice.properties(), "other", "HS512");
        twice.with("sts.clients.other.client-id", "cs-travel");
        return Stream.of(
                none,
                of("no client id", noId).without(CLIENT + ".client-id"),
                of("an empty client id", noId).client("client-id", " "),
                of(
                                "no algorithm",
                                CLIENT + ".algorithm is not set: set it to HS256, HS512, RS256 or RS512,"
                                        + " as chosen for the app in the Kore console")
                        .without(CLIENT + ".algorithm"),
                algorithm("ES256"),
                algorithm("none"),
                algorithm("HS384"),
                twice,
                of("an empty audience", CLIENT + ".audience is empty: leave it out for the default, or set it")
                        .client("audience", " "),
                transit("mount", "../../secret/data/kore/bank"),
                transit("mount", "transit/../secret"),
                transit("mount", "transit//kore"),
                transit("mount", "/transit"),
                transit("mount", "transit/"),
                transit("mount", "transit?list=true"),
                transit("mount", "transit%2F.."),
                transit("mount", "."),
                transit("mount", " "),
                transit("key", "../../secret/data/kore/bank"),
                transit("key", "kore/travel"),
                transit("key", ".."),
                transit("key", "kore..travel"),
                transit("key", "kore?x"),
                transit("key", "kore%2e"),
                transit("key", "kore travel"),
                of(
                                "a default client that is none",
                                "sts.default-client names no client: set it to one of the names under"
                                        + " sts.clients, or leave it out when there is one client")
                        .with("sts.default-client", "cs-travel"));
    }

    private static Stream<WrongStart> platforms() {
        String address = CLIENT + ".platform.api-url is neither an https address nor a loopback one:"
                + " set it to the koreAPIUrl of the page, such as https://bots.kore.ai/api/";
        return Stream.of(
                platform("http://bots.kore.ai/api/", address),
                platform("bots.kore.ai", address),
                platform("https://user@bots.kore.ai/api/", address),
                platform("ftp://127.0.0.1/", address),
                platform(
                        " ",
                        CLIENT + ".platform.api-url is not set: set it to the koreAPIUrl of the page,"
                                + " such as https://bots.kore.ai/api/"),
                of(
                                "a platform without bot",
                                CLIENT + ".platform.bot-id is not set: set it to the _id in the page's botInfo (st-…)")
                        .client("platform.api-url", "https://bots.kore.ai/api/")
                        .client("platform.bot-name", "Travel"),
                of(
                                "a platform check too often",
                                "sts.platform-check.interval is shorter than 1m: leave it out to turn the check off")
                        .with("sts.platform-check.interval", "59s"));
    }

    private static WrongStart platform(String apiUrl, String message) {
        return of("the api-url " + apiUrl, message)
                .client("platform.api-url", apiUrl)
                .client("platform.bot-name", "Travel")
                .client("platform.bot-id", "st-1");
    }

    private static WrongStart transit(String property, String value) {
        return of(
                        "transit." + property + " " + value,
                        CLIENT + ".transit." + property + " is not a name as Vault has them: letters, digits, -, _ and"
                                + " single dots within, and / between the parts of a mount")
                .without(CLIENT + ".client-secret")
                .client("algorithm", "RS256")
                .client("transit.key", "kore")
                .client("transit." + property, value)
                .with("spring.cloud.vault.token", "t");
    }

    private static WrongStart algorithm(String name) {
        return of(
                        "the algorithm " + name,
                        CLIENT + ".algorithm has no such value: set it to HS256, HS512, RS256, RS512")
                .client("algorithm", name);
    }

    private static Stream<WrongStart> names() {
        return Stream.of("my-app", "Travel", "my_app", "[my app]", "[größe]", "[a.b]")
                .map(name -> {
                    WrongStart row = of(
                            "a client by the name of " + name,
                            "sts.clients has a name with other characters than a-z and 0-9: rename that client,"
                                    + " so that an environment variable can spell it and a metric can carry it");
                    String prefix = name.startsWith("[") ? "sts.clients" + name : "sts.clients." + name;
                    return row.with(prefix + ".client-id", "cs-a")
                            .with(prefix + ".algorithm", "HS256")
                            .with(prefix + ".client-secret", TestKeys.SECRET);
                });
    }

    private static Stream<WrongStart> lifetimes() {
        String range = CLIENT + ".token-lifetime must be at least 1s and at most ";
        String duration = CLIENT + ".token-lifetime is not a duration: set it to, for instance, 30s, 15m or 1h";
        return Stream.of(
                lifetime("0", range + "24h"),
                lifetime("-1s", range + "24h"),
                lifetime("999ms", range + "24h"),
                lifetime("25h", range + "24h"),
                lifetime("86401s", range + "24h"),
                lifetime("61m", range + "1h, because jti is on and the platform refuses longer ones")
                        .client("jti", "true"),
                lifetime("1500ms", CLIENT + ".token-lifetime must be whole seconds: iat and exp are (RFC 7519 §2)"),
                lifetime("1 hour", duration),
                lifetime("soon", duration),
                lifetime("1.5h", duration));
    }

    private static WrongStart lifetime(String value, String message) {
        return of("the lifetime " + value, message).client("token-lifetime", value);
    }

    private static Stream<WrongStart> claims() {
        return Stream.of(
                of(
                                "claim-names that are none",
                                CLIENT + ".claim-names has no such value: set it to standard, kore, both")
                        .client("claim-names", "custom"),
                of(
                                "an allowed claim that is none",
                                CLIENT
                                        + ".allowed-claims has no such value: set it to identityToMerge, privateClaims, secureCustomData")
                        .client("allowed-claims", "privateClaims, sub"),
                of(
                                "an allowed claim in a list that is none",
                                CLIENT
                                        + ".allowed-claims[0] has no such value: set it to identityToMerge, privateClaims, secureCustomData")
                        .client("allowed-claims[0]", "sub"),
                of("a switch that is neither on nor off", CLIENT + ".anonymous is neither true nor false")
                        .client("anonymous", "maybe"),
                of(
                                "private claims that are no JSON",
                                CLIENT + ".private-claims is not a JSON object such as {\"tier\":\"gold\"},"
                                        + " with no key twice and at most 30 levels deep")
                        .client("private-claims", "tier=gold"),
                of("private claims that are too long", CLIENT + ".private-claims is longer than 4 KiB")
                        .client("private-claims", "{\"x\":\"" + "y".repeat(4096) + "\"}"),
                of(
                                "custom data that is fixed and open",
                                CLIENT + ".secure-custom-data is fixed here and listed in allowed-claims"
                                        + " as well: choose one")
                        .client("secure-custom-data", "{}")
                        .client("allowed-claims", "secureCustomData"));
    }
}
