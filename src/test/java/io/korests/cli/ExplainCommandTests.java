package io.korests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.HttpCall;
import io.korests.StsApplication;
import io.korests.TestClientApps;
import io.korests.TestKeys;
import io.korests.TestService;
import io.korests.client.ClientRegistry;
import io.korests.explain.Explainer;
import io.korests.explain.FakePlatform;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code explain}; {@code ExplainerTests} has the findings. */
class ExplainCommandTests {

    private static final TestService SERVICE = TestService.usual();

    @TempDir
    Path folder;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private static String token() {
        return SERVICE.send(HttpCall.post("/api/users/sts").json("{\"identity\":\"jürgen\"}"))
                .jwt();
    }

    private int run(String input, String... words) {
        Options options = Options.parse(List.of(words), ExplainCommand.OPTIONS);
        ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        return new ExplainCommand(in, new PrintStream(bytes, true, StandardCharsets.UTF_8))
                .run(SERVICE.bean(ClientRegistry.class).current(), SERVICE.bean(Explainer.class), options);
    }

    private String output() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void showsAGoodTokenAndItsDates() {
        String token = token();

        assertThat(run("{\"jwt\":\"" + token + "\"}\n")).isZero();
        assertThat(output())
                .startsWith("Client: travel\nHeader\n  alg: \"HS256\"\n  typ: \"JWT\"\nClaims\n  iat: ")
                .containsPattern("  exp: \\d{10} \\(20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\\)\n")
                .contains("  sub: \"jürgen\"\n")
                .endsWith("\n\nKore should take this token.\n")
                .doesNotContain(TestKeys.SECRET, token.substring(token.lastIndexOf('.') + 1));
    }

    @Test
    void showsEachFindingWithFixAndSource() {
        assertThat(run(token(), "--client", "members", "-")).isEqualTo(1);
        assertThat(output())
                .startsWith("Client: members\n")
                .contains("""

                        Wrong: The issuer is no client of this service. [issuer]
                          Here:   iss is "cs-travel", expected is "cs-members"
                          Fix:    Set iss to the client id that Kore's console shows for the app (cs-…), and configure it here.
                          Source: Kore: iss
                        """)
                .endsWith("\n\nKore should not take this token.\n");
    }

    @Test
    void writesJsonForScripts() throws Exception {
        Path file = Files.writeString(folder.resolve("token.txt"), token().replaceFirst("[^.]*$", ""));

        assertThat(run("", "--json", file.toString())).isEqualTo(1);
        JsonNode answer = JsonMapper.shared().readTree(output());
        assertThat(answer.propertyNames())
                .containsExactlyInAnyOrder("accepted", "client", "header", "claims", "findings");
        assertThat(answer.get("accepted").booleanValue()).isFalse();
        assertThat(answer.at("/claims/sub").stringValue()).isEqualTo("jürgen");
        assertThat(answer.at("/findings/0/id").stringValue()).isEqualTo("unsigned");
        assertThat(answer.at("/findings/0").propertyNames())
                .containsExactly("id", "refused", "sentence", "detail", "fix", "source");
        assertThat(output()).hasLineCount(1).matches("(?s)\\p{ASCII}*").contains("j\\u00FCrgen");
    }

    @Test
    void repeatsNothingThatIsNoToken() {
        assertThat(run(TestKeys.SECRET)).isEqualTo(1);
        assertThat(output()).contains("[not-a-token]").doesNotContain(TestKeys.SECRET);
    }

    @Test
    void saysThatAFileIsMissingOrTooLarge() throws Exception {
        String message = "The token cannot be read: is there such a file, of at most 64 KiB?\n";
        Path large = Files.writeString(folder.resolve("large"), "x".repeat(64 * 1024 + 1));

        assertThat(run("", folder.resolve("none").toString())).isEqualTo(1);
        assertThat(run("", folder.toString())).isEqualTo(1);
        assertThat(run("", large.toString())).isEqualTo(1);
        assertThat(run("x".repeat(64 * 1024 + 1))).isEqualTo(1);
        assertThat(output()).isEqualTo(message.repeat(4));
    }

    @Test
    void namesTheClientsWhereItIsGivenAnother() {
        assertThat(run(token(), "--client=nobody")).isEqualTo(1);
        assertThat(output()).startsWith("There is no such client. --client takes one of: [audiences, claims, fixed, ");
    }

    /** The whole command: what it starts has no lifecycle, so nothing asks Kore meanwhile. */
    @Test
    void sendsNothing() throws Exception {
        Path file = Files.writeString(folder.resolve("token.txt"), token());
        try (FakePlatform kore = new FakePlatform()) {
            Map<String, String> properties = TestClientApps.one();
            properties.put("sts.clients.travel.platform.api-url", kore.apiUrl());
            properties.put("sts.clients.travel.platform.bot-name", "Travel");
            properties.put("sts.clients.travel.platform.bot-id", "st-1");
            properties.put("sts.platform-check.interval", "1m");
            properties.put("spring.config.location", "classpath:/");
            properties.put("spring.jmx.enabled", "false");
            List<String> words = new ArrayList<>(List.of("explain", file.toString()));
            properties.forEach((name, value) -> words.add("--" + name + '=' + value));
            PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

            assertThat(new Commands(StsApplication.class, out).run(words.toArray(String[]::new)))
                    .hasValue(0);
            assertThat(output()).endsWith("\nKore should take this token.\n");
            assertThat(kore.requests).isEmpty();
        }
    }

    @Test
    void refusesATokenAsArgument() {
        String token = token();
        for (String word : new String[] {token, token.substring(0, token.lastIndexOf('.') + 1)}) {
            PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
            assertThat(new Commands(StsApplication.class, out).run("explain", word))
                    .hasValue(1);
        }
        assertThat(output())
                .isEqualTo("Everybody on this machine can see arguments:"
                        .concat(" give the token in a file or on the standard input.\n")
                        .repeat(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"explain one two", "explain --jsn", "check-config --ask-koer", "check-config token.txt"})
    void refusesOtherArguments(String words) {
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

        assertThat(new Commands(StsApplication.class, out).run(words.split(" ")))
                .hasValue(2);
        assertThat(output()).startsWith("There is no such command. ").contains("  explain  ");
    }

    @Test
    void leavesToSpringWhatIsSprings() {
        Options options = Options.parse(List.of("--sts.caller.mode=open", "--json", "a"), ExplainCommand.OPTIONS);

        assertThat(options.spring()).containsExactly("--sts.caller.mode=open");
        assertThat(options.operands()).containsExactly("a");
    }
}
