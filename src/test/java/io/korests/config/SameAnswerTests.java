package io.korests.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.korests.StsApplication;
import io.korests.TestService;
import io.korests.cli.Commands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;

/** A start, check-config and a refresh, all of them in full, say the same of a file; {@code WrongValuesTests} has every property. */
class SameAnswerTests {

    private static final String RIGHT = """
            sts.caller.mode: open
            sts.refresh-interval: 0
            sts.clients.travel.client-id: cs-travel
            sts.clients.travel.algorithm: HS256
            sts.clients.travel.client-secret: abcdefghijklmnopqrstuvwxyz0123456789
            """;

    private static final String GATEWAY = "; sts.caller.mode: gateway; sts.caller.gateway.secret: abcdefghijklmnopq";
    private static final String OIDC = "; sts.caller.mode: oidc";
    private static final String JWT = "spring.security.oauth2.resourceserver.jwt";

    @TempDir
    static Path folder;

    private static TestService service;

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(folder.resolve("application.yaml"), RIGHT);
        service = TestService.alone(Map.of("spring.config.location", "classpath:/," + folder.toUri()));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** The first line is wrong; the message begins with its property, or with what belongs together. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sts.clients.travel.client-secret: ${UNSET_HERE}",
                "sts.clients.travel.client-secret: 0012345670123456701234567012345670123456701",
                "sts.clients.travel.client-secret: '\"abcdefghijklmnopqrstuvwxyz0123456789\"'",
                "sts.clients.travel.client-secret: short",
                "sts.clients.travel.algorithm: none",
                "sts.clients.travel.audiense: x",
                "sts.clients.travel.token-lifetime: 25h",
                "sts.caller.gateway.secret: ${UNSET_HERE}",
                "sts.caller.gateway.identity-header: Cookie",
                "sts.caller.gateway.trusted-proxies: proxy.example.com" + GATEWAY,
                "sts.caller.gateway.trusted-proxies: ::ffff:0.0.0.0/96" + GATEWAY,
                "sts.caller.gateway.trusted-proxies: 0.0.0.0/1, 128.0.0.0/1",
                "sts.caller.gateway: {}; sts.caller.mode: gateway",
                "sts.caller.mode: closed",
                "server.forward-headers-strategy: native; sts.caller.gateway.trusted-proxies: 10.0.0.1" + GATEWAY,
                "server.tomcat.remoteip.remote-ip-header: X-A; sts.caller.gateway.trusted-proxies: 10.0.0.1" + GATEWAY,
                JWT + ".issuer-uri: http://login.example.com" + OIDC,
                JWT + ".jwk-set-uri: https://login.example.com/keys" + OIDC,
                JWT + ".jws-algorithms: HS256; " + JWT + ".issuer-uri: https://login.example.com" + OIDC,
                JWT + ".audiences: ''; " + JWT + ".issuer-uri: https://login.example.com" + OIDC,
                JWT + ".public-key-location: file:/absent.pem" + OIDC,
                JWT + ".issuer-uri: ''" + OIDC,
                "sts.caller.oidc.ssl-bundle: absent; " + JWT + ".issuer-uri: https://login.example.com" + OIDC,
                "sts.caller.oidc.clock-skew: 6m",
                "sts.cors.allowed-origins: https://a.example:443",
                "sts.limits.queue: 0",
                "sts.limits.queue: many",
                "sts.cleints: x",
                "sts.audit.identity: hashed",
                "sts.default-client: nobody",
                "server.ssl.bundle: absent",
                "server.ssl.key-store: file:/absent.p12",
                "logging.charset.console: ISO-8859-1",
                "logging.charset.file: UTF-9",
                "logging.structured.format.console: json",
                "spring.config.import: optional:configtree:${UNSET_HERE}/",
                "spring.config.import: ${UNSET_HERE}",
                "spring.config.import: 'vault://secret/kore/${UNSET_HERE}?prefix=sts.clients.travel.'",
                "spring.cloud.vault.token: ${UNSET_HERE}; "
                        + "spring.config.import: 'vault://secret/kore/travel?prefix=sts.clients.travel.'",
                "spring.cloud.vault.port: ${UNSET_HERE}; "
                        + "spring.config.import: 'optional:vault://secret/kore/travel?prefix=sts.clients.travel.'",
                "spring.cloud.vault.token: ${UNSET_HERE}"
            })
    void isGivenByAll(String wrong) throws IOException {
        List<String> lines = List.of(wrong.split("; "));
        String property = lines.get(0).split(":")[0];
        List<String> set = lines.stream().map(line -> line.split(":")[0]).toList();
        String before = RIGHT.lines()
                .filter(line -> !set.contains(line.split(":")[0]))
                .reduce("", (all, line) -> all + line + '\n');
        Files.writeString(folder.resolve("application.yaml"), before + String.join("\n", lines) + '\n');

        String atStart = message(options ->
                new SpringApplication(StsApplication.class).run(options).close());
        assertThat(atStart)
                .startsWith(property.replace(".identity-header", "").replaceFirst("audit.*|\\.key-store", ""));
        assertThat(message(options -> new Commands(StsApplication.class, new PrintStream(new ByteArrayOutputStream()))
                        .run(Stream.concat(Stream.of("check-config"), Stream.of(options))
                                .toArray(String[]::new))))
                .isEqualTo(atStart);
        assertThat(service.refresh().json().get("trouble").stringValue()).isEqualTo(atStart);

        Files.writeString(folder.resolve("application.yaml"), RIGHT);
        assertThat(service.refresh().status()).isEqualTo(200);
    }

    private interface Start {
        void with(String... options);
    }

    private static String message(Start start) {
        Throwable failure = catchThrowable(() -> start.with(
                "--spring.config.location=classpath:/," + folder.toUri(),
                "--logging.level.root=off",
                "--server.port=0",
                "--management.server.port=0"));
        return new ConfigurationFailureAnalyzer().analyze(failure).getDescription();
    }
}
