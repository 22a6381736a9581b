package io.korests.config;

import static io.korests.config.WrongStart.of;

import io.korests.TestKeys;
import java.util.stream.Stream;

/** Settings that nobody knows, and wrong ones of everything that is no client. */
final class WrongSettings {

    private static final String CLIENT = "sts.clients.travel";
    private static final String JWT = "spring.security.oauth2.resourceserver.jwt.";
    private static final String GATEWAY = "sts.caller.gateway.";
    private static final String SPELLING = " of kore-sts: check the spelling; docs/configuration.md lists all";

    private static final String NO_BUNDLE =
            " names a bundle that does not exist: configure it under spring.ssl.bundle.pem or .jks, or correct"
                    + " the name";

    private static final String ONE_PORT = "management.server.port is empty or that of server.port: health, metrics and"
            + " refresh have no sign-on and need a port of their own, such as 7001";

    private WrongSettings() {}

    static Stream<WrongStart> all() {
        return Stream.of(unknown(), callers(), origins(), others()).flatMap(rows -> rows);
    }

    private static Stream<WrongStart> unknown() {
        return Stream.of(
                of("an unknown property of a client", CLIENT + ".secret is not a property" + SPELLING)
                        .client("secret", TestKeys.SECRET),
                of(
                                "two unknown properties of a client",
                                CLIENT + ".clientkey, " + CLIENT + ".secret are not properties" + SPELLING)
                        .client("secret", "x")
                        .client("clientkey", "x"),
                of("an unknown property of transit", CLIENT + ".transit.name is not a property" + SPELLING)
                        .without(CLIENT + ".client-secret")
                        .client("transit.key", "x")
                        .client("transit.name", "x")
                        .with("spring.cloud.vault.token", "t"),
                of("an unknown property of the caller", "sts.caller.modus is not a property" + SPELLING)
                        .with("sts.caller.modus", "open"),
                of("an unknown property of the gateway", "sts.caller.gateway.header is not a property" + SPELLING)
                        .with("sts.caller.gateway.header", "x"),
                of("an unknown property of CORS", "sts.cors.origins is not a property" + SPELLING)
                        .with("sts.cors.origins", "*"),
                of("an unknown property of the audit", "sts.audit.level is not a property" + SPELLING)
                        .with("sts.audit.level", "x"),
                of(
                                "an unknown property of the service",
                                "sts.cleints is not a property of kore-sts: sts.clients is one;"
                                        + " docs/configuration.md lists all")
                        .with("sts.cleints.travel.client-id", "x"));
    }

    private static Stream<WrongStart> callers() {
        String gateway = "sts.caller.gateway.";
        String proxies = gateway + "trusted-proxies has an entry that is neither an IP address nor a CIDR range:"
                + " write, for instance, 10.0.0.0/8 or fd00::/8";
        String weak = "secret has fewer than 16 characters: make one with, for instance, openssl rand -base64 24";
        return Stream.of(
                of(
                                "no mode",
                                "sts.caller.mode is not set: set it to gateway (a gateway names the user in a header),"
                                        + " oidc (the caller brings a token of your identity provider),"
                                        + " or open (anyone may ask for anyone; for development)")
                        .without("sts.caller.mode"),
                of("a mode that is none", "sts.caller.mode has no such value: set it to open, gateway, oidc")
                        .with("sts.caller.mode", "closed"),
                of(
                                "a gateway without proof",
                                "sts.caller.gateway needs proof that the gateway sent the identity:"
                                        + " set sts.caller.gateway.secret, sts.caller.gateway.trusted-proxies, or both")
                        .with("sts.caller.mode", "gateway"),
                gateway("a short gateway secret", gateway + weak).with(gateway + "secret", "short"),
                gateway("a short previous secret", gateway + "previous-" + weak)
                        .with(gateway + "secret", "0123456789abcdef")
                        .with(gateway + "previous-secret", "short"),
                gateway(
                                "a previous secret alone",
                                gateway + "previous-secret is set without secret: set both, or secret alone")
                        .with(gateway + "previous-secret", "0123456789abcdef"),
                gateway("a host name as proxy", proxies)
                        .with(gateway + "trusted-proxies", "10.0.0.0/8, proxy.example.com"),
                gateway("an address past 255 as proxy", proxies).with(gateway + "trusted-proxies", "300.1.1.1"),
                gateway("a range past 32 bits as proxy", proxies).with(gateway + "trusted-proxies", "10.0.0.0/33"),
                gateway("an IPv6 range past 128 bits as proxy", proxies)
                        .with(gateway + "trusted-proxies", "fd00::/129"),
                everyone("0.0.0.0/0"),
                everyone("10.0.0.1, ::/0"),
                everyone("0.0.0.0/1, 128.0.0.0/1"),
                everyone("10.0.0.0/7"),
                everyone("fc00::/6"),
                gateway("IPv4 in IPv6 as proxy", proxies).with(gateway + "trusted-proxies", "::ffff:0.0.0.0/96"),
                header("identity-header", " "),
                header("identity-header", "X User"),
                header("secret-header", "X-Secret:"),
                header("request-id-header", "ü"),
                fromClients("User-Agent"),
                fromClients("user-agent"),
                fromClients("Host"),
                fromClients("Authorization"),
                fromClients("Accept"),
                fromClients("Accept-Language"),
                fromClients("Cookie"),
                fromClients("Content-Type"),
                fromClients("Origin"),
                fromClients("Referer"),
                fromClients("Sec-Fetch-Site"),
                fromClients("X-Forwarded-For"),
                fromClients("traceparent"),
                sameHeader("identity-header", "x-gateway-secret"),
                sameHeader("identity-header", "X-Request-Id"),
                sameHeader("secret-header", "X-Request-Id"),
                gateway(
                                "proxies and forwarded headers",
                                "server.forward-headers-strategy lets X-Forwarded-For replace"
                                        + " the peer's address, which sts.caller.gateway.trusted-proxies relies on: set it to none,"
                                        + " or use sts.caller.gateway.secret instead of trusted-proxies")
                        .with(gateway + "trusted-proxies", "10.0.0.1")
                        .with("server.forward-headers-strategy", "native"),
                remoteIp("remote-ip-header", "X-Forwarded-For"),
                remoteIp("protocol-header", "X-Forwarded-Proto"),
                of(
                                "oidc without issuer",
                                "spring.security.oauth2.resourceserver.jwt.issuer-uri is not set, which sts.caller.mode"
                                        + " oidc needs: set it to the issuer of your identity provider,"
                                        + " or set spring.security.oauth2.resourceserver.jwt.jwk-set-uri to its keys")
                        .with("sts.caller.mode", "oidc"),
                of(
                                "oidc with keys of any issuer",
                                JWT + "jwk-set-uri is set without " + JWT
                                        + "issuer-uri: tokens of any issuer that signs"
                                        + " with these keys would count; set it to iss of your provider's tokens")
                        .with("sts.caller.mode", "oidc")
                        .with(JWT + "jwk-set-uri", "https://login.example.com/keys"),
                of(
                                "oidc with a blank audience",
                                JWT + "audiences is blank, which would be no check at all: set it, or leave it out")
                        .with("sts.caller.mode", "oidc")
                        .with(JWT + "issuer-uri", "https://login.example.com")
                        .with(JWT + "audiences", ""),
                of(
                                "oidc without claim",
                                "sts.caller.oidc.identity-claim has a blank entry: set it to the claims that name the user,"
                                        + " such as email, or preferred_username, sub")
                        .with("sts.caller.oidc.identity-claim", " "),
                of(
                                "oidc over plain http",
                                "spring.security.oauth2.resourceserver.jwt.issuer-uri is not an https address: write,"
                                        + " for instance, https://login.example.com/realms/staff; http counts for the"
                                        + " loopback addresses 127.0.0.1, [::1] and localhost only")
                        .with("sts.caller.mode", "oidc")
                        .with("spring.security.oauth2.resourceserver.jwt.issuer-uri", "http://login.example.com"));
    }

    private static WrongStart remoteIp(String property, String header) {
        String name = "server.tomcat.remoteip." + property;
        return gateway(
                        "proxies and " + property,
                        name + " lets X-Forwarded-For replace the peer's address, which"
                                + " sts.caller.gateway.trusted-proxies relies on: remove it,"
                                + " or use sts.caller.gateway.secret instead of trusted-proxies")
                .with("sts.caller.gateway.trusted-proxies", "10.0.0.1")
                .with(name, header);
    }

    private static WrongStart everyone(String proxies) {
        return gateway(
                        "the proxies " + proxies,
                        GATEWAY + "trusted-proxies takes in nearly every address, so that anyone could name the user:"
                                + " list the gateway's own addresses, or set sts.caller.gateway.secret as well")
                .with(GATEWAY + "trusted-proxies", proxies);
    }

    private static WrongStart header(String property, String value) {
        return gateway(
                        property + " " + value,
                        GATEWAY + property + " is not the name of a header: write, for instance, X-Forwarded-User")
                .with(GATEWAY + "secret", "0123456789abcdef")
                .with(GATEWAY + property, value);
    }

    private static WrongStart fromClients(String header) {
        return gateway(
                        "the identity in " + header,
                        GATEWAY + "identity-header is a header that every client may send:"
                                + " choose one that only the gateway sets, for instance X-Forwarded-User")
                .with(GATEWAY + "secret", "0123456789abcdef")
                .with(GATEWAY + "identity-header", header);
    }

    private static WrongStart sameHeader(String property, String header) {
        return gateway(
                        property + " as another one",
                        GATEWAY
                                + "identity-header, secret-header and request-id-header must be three different headers")
                .with(GATEWAY + "secret", "0123456789abcdef")
                .with(GATEWAY + property, header);
    }

    private static WrongStart gateway(String name, String message) {
        return of(name, message).with("sts.caller.mode", "gateway");
    }

    private static Stream<WrongStart> origins() {
        return Stream.of(
                        "www.example.com",
                        "https://*.example.com",
                        "https://user@www.example.com",
                        "https://",
                        "https://www.example.com:0",
                        "https://www.example.com:65536",
                        "https://www.example.com:port",
                        "https://straße.example",
                        "https://a b.example",
                        "null",
                        "**")
                .map(origin -> of(
                                "the origin " + origin,
                                "sts.cors.allowed-origins has an entry that is not an origin:"
                                        + " write scheme and host as browsers do, in small letters, and the port where it is not the usual one,"
                                        + " without a path or a slash at the end, such as https://www.example.com")
                        .with("sts.cors.allowed-origins", "https://good.example.com, " + origin));
    }

    private static Stream<WrongStart> others() {
        return Stream.of(
                of("a negative refresh interval", "sts.refresh-interval is negative: 0 turns it off")
                        .with("sts.refresh-interval", "-1s"),
                of(
                                "a refresh interval that is none",
                                "sts.refresh-interval is not a duration: set it to, for instance, 30s, 15m or 1h")
                        .with("sts.refresh-interval", "often"),
                of("a negative retention", "sts.retain-previous is negative: 0 lists no replaced key")
                        .with("sts.retain-previous", "-1h"),
                of(
                                "a negative merge window",
                                "sts.merge-window is negative: 0 accepts anonymous tokens until they expire")
                        .with("sts.merge-window", "-1h"),
                of(
                                "hashes with a key that is blank",
                                "sts.audit.hash-key is not set or has fewer than 16 characters, which sts.audit.identity"
                                        + " hashed needs: without a key, hashes of e-mail addresses are easily guessed; make one with,"
                                        + " for instance, openssl rand -base64 24")
                        .with("sts.audit.identity", "hashed")
                        .with("sts.audit.hash-key", " ".repeat(20)),
                of(
                                "hashes without a key",
                                "sts.audit.hash-key is not set or has fewer than 16 characters, which sts.audit.identity"
                                        + " hashed needs: without a key, hashes of e-mail addresses are easily guessed; make one with,"
                                        + " for instance, openssl rand -base64 24")
                        .with("sts.audit.identity", "hashed"),
                of(
                                "a limit of no request",
                                "sts.rate-limit.requests is less than 1: set sts.rate-limit.enabled to false for no limit")
                        .with("sts.rate-limit.requests", "0"),
                of(
                                "traces by gRPC",
                                "management.opentelemetry.tracing.export.otlp.transport is grpc, which this service does not"
                                        + " speak: leave it out, and give the collector's address for HTTP as"
                                        + " management.opentelemetry.tracing.export.otlp.endpoint")
                        .with("management.opentelemetry.tracing.export.otlp.endpoint", "http://127.0.0.1:4317")
                        .with("management.opentelemetry.tracing.export.otlp.transport", "grpc"),
                of(
                                "a header that is none",
                                "sts.cors.allowed-headers has an entry that is not the name of a header: write them one by one,"
                                        + " such as x-datadog-trace-id")
                        .with("sts.cors.allowed-headers", "x-good, *"),
                of(
                                "an own host with a port",
                                "sts.cors.own-hosts has an entry that is not the name of a host: write it in small letters,"
                                        + " without scheme and port, such as sts.example.com")
                        .with("sts.cors.own-hosts", "sts.example.com:7000"),
                of("no identity claim", "sts.caller.oidc.identity-claim has a blank entry: remove it")
                        .with("sts.caller.oidc.identity-claim", "email, ,sub"),
                of("a wide skew", "sts.caller.oidc.clock-skew must be at least 0s and at most 5m")
                        .with("sts.caller.oidc.clock-skew", "6m"),
                of("one port for tokens and management", ONE_PORT)
                        .with("server.port", "7000")
                        .with("management.server.port", "7000"),
                of("a bundle for TLS that does not exist", "server.ssl.bundle" + NO_BUNDLE)
                        .with("server.ssl.bundle", "absent"),
                of("the same of the management port", "management.server.ssl.bundle" + NO_BUNDLE)
                        .with("spring.ssl.bundle.jks.own.keystore.location", "own.jks")
                        .with("server.ssl.bundle", "own")
                        .with("management.server.ssl.bundle", "absent"),
                of("a blank management port", ONE_PORT).with("management.server.port", ""),
                of(
                                "another name of the files",
                                "spring.config.name drops this service's own defaults, of log, ports, limits and"
                                        + " metrics: name your files with spring.config.additional-location instead")
                        .with("spring.config.name", "kore"),
                of("a queue of words", "sts.limits.queue is not a whole number").with("sts.limits.queue", "many"));
    }
}
