package io.korests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.TestIdentityProvider;
import io.korests.TestService;
import io.korests.caller.BearerTokenVerifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.support.GenericApplicationContext;

class BearerTokenReportTests {

    private static final TestIdentityProvider PROVIDER = TestIdentityProvider.shared();

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private BearerTokenVerifier verifier =
            TestService.with(PROVIDER.configuration()).bean(BearerTokenVerifier.class);

    @Test
    void acceptsAGoodTokenAndSaysWhoTheUserIs() throws IOException {
        String token = PROVIDER.token("jane@example.com");

        assertThat(judged(token + '\n')).isZero();
        assertThat(text())
                .contains("header          {", "\"kid\":\"idp\"", "iss             https://login.example.com\n")
                .contains("aud             absent\n", "email_verified  true\n", "nbf             absent\n")
                .endsWith("The bearer token is accepted: the user is jane@example.com.\n")
                .doesNotContain(token, token.substring(token.lastIndexOf('.')));
    }

    @Test
    void saysWhichCheckRefusesAToken() throws IOException {
        String token = PROVIDER.token("jane@example.com");

        assertThat(judged(token.substring(0, token.length() - 8) + "AAAAAAAA")).isOne();
        assertThat(text())
                .endsWith("The bearer token is refused, bad-signature: The signature is not one of the provider's"
                        + " key, or crit names what is not understood.\n");
    }

    @Test
    void printsNothingOfWhatIsNoToken() throws IOException {
        assertThat(judged("secret in the wrong file")).isOne();
        assertThat(text()).isEqualTo("The bearer token is refused, malformed: The token is not a JWT.\n");
    }

    @Test
    void printsNothingThatATerminalWouldObey() throws IOException {
        assertThat(judged(PROVIDER.token("\u001b[2Jjane"))).isOne();
        assertThat(text()).doesNotContain("\u001b").contains("refused, malformed-identity: ");
    }

    @Test
    void needsAFileThatCanBeRead() {
        assertThat(run("--bearer=" + folder.resolve("none"))).isOne();
        assertThat(run("--bearer")).isOne();
        assertThat(run("--bearer=\u0000")).isOne();
        assertThat(text().lines()).containsOnly("--bearer needs a file that can be read, or - for standard input.");
    }

    @Test
    void hasNothingToSayInOtherModes() throws IOException {
        verifier = null;

        assertThat(judged("x")).isOne();
        assertThat(text()).isEqualTo("--bearer has no effect: sts.caller.mode is not oidc.\n");
    }

    private int judged(String token) throws IOException {
        Path file = folder.resolve("token.txt");
        Files.writeString(file, token);
        return run("--bearer=" + file);
    }

    private int run(String... arguments) {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            if (verifier != null) {
                context.getBeanFactory().registerSingleton("verifier", verifier);
            }
            context.refresh();
            Options options = Options.parse(List.of(arguments), Set.of(BearerTokenReport.OPTION));
            PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
            return BearerTokenReport.print(context, options, out) ? 0 : 1;
        }
    }

    private String text() {
        return output.toString(StandardCharsets.UTF_8);
    }
}
