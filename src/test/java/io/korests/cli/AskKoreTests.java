package io.korests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.TestClientApps;
import io.korests.TestService;
import io.korests.client.ClientSet;
import io.korests.client.TestRegistry;
import io.korests.explain.FakePlatform;
import io.korests.explain.Platform;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code check-config --ask-kore}; {@code PlatformTests} has what Kore may answer. */
class AskKoreTests {

    private static final Platform PLATFORM =
            TestService.with(TestClientApps.one()).bean(Platform.class);

    private final FakePlatform kore = new FakePlatform();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @AfterEach
    void stop() {
        kore.close();
    }

    private boolean run(String... words) {
        Map<String, String> properties = TestClientApps.one();
        for (String name : List.of("travel", "shop")) {
            TestClientApps.hs(properties, name, "HS256");
            properties.put("sts.clients." + name + ".platform.api-url", kore.apiUrl());
            properties.put("sts.clients." + name + ".platform.bot-name", "Bot of " + name);
            properties.put("sts.clients." + name + ".platform.bot-id", "st-1");
        }
        TestClientApps.hs(properties, "untried", "HS256");
        ClientSet clients = TestRegistry.clients(properties);
        Options options = Options.parse(List.of(words), CheckConfigCommand.OPTIONS);
        return new CheckConfigCommand(new PrintStream(bytes, true, StandardCharsets.UTF_8))
                .askKore(PLATFORM, clients, options);
    }

    private String output() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void triesATokenOfEachClientThatHasAPlatform() {
        assertThat(run("--ask-kore")).isTrue();
        assertThat(output()).isEqualTo("""
                shop at Kore: taken, as cs-travel/4gS
                travel at Kore: taken, as cs-travel/4gS
                untried at Kore: not asked, sts.clients.untried.platform is not set
                """);
        assertThat(kore.requests).hasSize(2);
    }

    @Test
    void triesOneOnRequest() {
        assertThat(run("--ask-kore", "--client", "travel")).isTrue();
        assertThat(output()).isEqualTo("travel at Kore: taken, as cs-travel/4gS\n");
    }

    @Test
    void asksAtAnotherAddress() {
        try (FakePlatform other = new FakePlatform()) {
            assertThat(run("--ask-kore", other.apiUrl(), "--client=shop")).isTrue();
            assertThat(other.requests).hasSize(1);
            assertThat(kore.requests).isEmpty();
        }
    }

    @Test
    void failsWhereKoreRefuses() {
        kore.refuses("invalid signature");

        assertThat(run("--ask-kore", "--client", "travel")).isFalse();
        assertThat(output()).startsWith("travel at Kore: refused: \"error verifying the jwt: invalid signature\" The");
    }

    @ParameterizedTest
    @ValueSource(strings = {"untried", "nobody"})
    void failsWhereNobodyIsAsked(String client) {
        assertThat(run("--ask-kore", "--client", client)).isFalse();
        assertThat(output()).containsAnyOf("not asked", "There is no such client");
        assertThat(kore.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://bots.kore.ai/api/", "bots.kore.ai"})
    void asksNoPlainHttpAddress(String address) {
        assertThat(run("--ask-kore", address)).isFalse();
        assertThat(output())
                .isEqualTo("The address after --ask-kore is neither an https address nor a loopback one.\n");
    }
}
