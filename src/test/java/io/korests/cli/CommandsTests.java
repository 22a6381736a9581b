package io.korests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.StsApplication;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTests {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help"})
    void listsTheCommandsInTenLines(String argument) {
        assertThat(run(argument)).isZero();
        assertThat(output().lines()).hasSizeLessThanOrEqualTo(10);
        assertThat(output())
                .contains("  serve ", "the default", "  check-config ", "  explain ", "  health-check ", "  help ")
                .isASCII();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "start",
                "check_config",
                "CHECK-CONFIG",
                "",
                "-server.port=0",
                "server.port=0",
                "-Dserver.port=0",
                "check-config serve",
                "serve help",
                "help help"
            })
    void refusesWhatIsNoCommandWithTheList(String arguments) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(output())
                .startsWith("There is no such command. An option begins with two dashes, as --server.port=7000.\n")
                .contains("  check-config ");
    }

    /** It may be the value of a secret whose option lacks its dashes. */
    @Test
    void showsNoArgument() {
        assertThat(run("sts.clients.travel.client-secret=hush")).isEqualTo(2);
        assertThat(output()).doesNotContain("hush");
    }

    private int run(String... arguments) {
        PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
        return new Commands(StsApplication.class, out).run(arguments).orElseThrow();
    }

    private String output() {
        return output.toString(StandardCharsets.UTF_8);
    }
}
