package io.korests.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.korests.StsApplication;
import io.korests.TestService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;

/** A start, check-config and a refresh, all of them in full, say the same of a file; {@code WrongValuesTests} has every property. */
class SameAnswerTests {

    private static final String RIGHT = """
            sts.caller.mode: open
            sts.refresh-interval: 0
            sts.clients.travel.client-id: cs-travel
            sts.clients.travel.algorithm: HS256
            sts.clients.travel.client-secret: abcdefghijklmnopqrstuvwxyz0123456789
            """;

    @TempDir
    static Path folder;

    private static TestService service;

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(folder.resolve("application.yaml"), RIGHT);
        service = TestService.alone(properties());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

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
                "sts.cors.allowed-origins: https://a.example:443",
                "sts.limits.queue: 0",
                "sts.limits.queue: many",
                "sts.cleints: x",
                "sts.audit.identity: hashed",
                "sts.default-client: nobody"
            })
    void isGivenByAll(String wrong) throws IOException {
        String property = wrong.split(":")[0];
        String before = RIGHT.lines()
                .filter(line -> !line.startsWith(property + ":"))
                .reduce("", (lines, line) -> lines + line + '\n');
        Files.writeString(folder.resolve("application.yaml"), before + wrong + '\n');

        String atStart = message(WebApplicationType.SERVLET);
        assertThat(atStart).startsWith(property.replace(".identity-header", "").replaceFirst("audit.*", ""));
        assertThat(message(WebApplicationType.NONE)).isEqualTo(atStart);
        assertThat(service.refresh().json().get("trouble").stringValue()).isEqualTo(atStart);

        Files.writeString(folder.resolve("application.yaml"), RIGHT);
        assertThat(service.refresh().status()).isEqualTo(200);
    }

    /** @param type none is how check-config starts */
    private static String message(WebApplicationType type) {
        SpringApplication application = new SpringApplication(StsApplication.class);
        application.setWebApplicationType(type);
        Throwable failure = catchThrowable(() -> application
                .run(
                        "--spring.config.location=classpath:/," + folder.toUri(),
                        "--logging.level.root=off",
                        "--server.port=0",
                        "--management.server.port=0")
                .close());
        return new ConfigurationFailureAnalyzer().analyze(failure).getDescription();
    }

    private static Map<String, String> properties() {
        return Map.of("spring.config.location", "classpath:/," + folder.toUri());
    }
}
