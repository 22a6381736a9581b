package io.korests.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.Patience;
import io.korests.TestKeys;
import io.korests.vault.TestVault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code explain} with secrets that are marked, every logger at TRACE. */
class ExplainCanaryIT {

    @TempDir
    Path folder;

    private final Canaries canaries = new Canaries();

    /** Its program signed all of its configuration. */
    @Test
    void aTokenThatCarriesSecretsShowsNone() throws IOException {
        try (TestVault vault = TestVault.start()) {
            MarkedConfiguration configuration = new MarkedConfiguration(canaries, vault);
            Map<String, String> properties = configuration.withAppRole(folder);
            properties.put("spring.cloud.vault.read-timeout", Long.toString(Patience.TIME.toMillis()));
            String key = Files.readString(folder.resolve("tree/sts.clients.bank.private-key"));
            Path file = Files.writeString(folder.resolve("token.txt"), token(configuration.vaultSecret(), key));

            try (WatchedService explain = new WatchedService(
                    canaries,
                    folder,
                    properties,
                    "explain",
                    file.toString(),
                    "--json",
                    "--sts.audit.identity=omitted")) {
                assertThat(explain.end()).isOne();
                assertThat(explain.output())
                        .contains("\"id\":\"wrong-key\"", "(the client secret, redacted)", "(a private key, redacted)");
                assertThat(canaries.in(explain.output())).isEmpty();
            }
        }
    }

    private static String token(String secret, String key) {
        String claims =
                "{\"iss\":\"cs-travel\",\"secret\":\"%s\",\"key\":\"%s\"}".formatted(secret, TestKeys.onOneLine(key));
        return Stream.of("{\"alg\":\"HS256\"}", claims, "wrong")
                .map(part -> part.getBytes(StandardCharsets.UTF_8))
                .map(Base64.getUrlEncoder().withoutPadding()::encodeToString)
                .collect(Collectors.joining("."));
    }
}
