package io.korests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.TestClientApps;
import io.korests.TestEncryption;
import io.korests.client.TestRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code check-config} says of encryption; {@code CheckConfigIT} has the rest. */
class CheckConfigCommandTests {

    private final Map<String, String> properties = TestClientApps.one();

    @Test
    void saysHowTokensAreEncrypted() {
        TestEncryption.encrypt(properties, "travel");

        assertThat(output()).containsPattern("travel +cs-travel .* RSA-OAEP A128CBC-HS256\n");
    }

    @Test
    void saysInOneLineThatClaimsTravelReadable() {
        properties.put("sts.clients.travel.allowed-claims", "privateClaims, secureCustomData");

        assertThat(output())
                .containsPattern("travel +cs-travel .* no\n")
                .containsOnlyOnce(
                        "\nprivateClaims and secureCustomData of client travel can be read by whoever holds a token,"
                                + " the browser included: set sts.clients.travel.encryption to have them encrypted\n");
    }

    @Test
    void saysNothingOfThemWhereTheyAreEncrypted() {
        properties.put("sts.clients.travel.allowed-claims", "privateClaims, secureCustomData");
        TestEncryption.encrypt(properties, "travel");

        assertThat(output()).doesNotContain("can be read").endsWith("Every client can sign.\n");
    }

    private String output() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        assertThat(new CheckConfigCommand(out).run(TestRegistry.clients(properties)))
                .isZero();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
