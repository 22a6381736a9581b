package io.korests.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.TestClientApps;
import io.korests.TestKeys;
import io.korests.TestPem;
import io.korests.client.TestRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong stops the start with one message that names the property and the fix, and shows no secret. */
class StartFailureTests {

    static Stream<WrongStart> all() {
        return Stream.of(WrongKeys.all(), WrongEncryption.all(), WrongClients.all(), WrongSettings.all())
                .flatMap(rows -> rows);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void isOneMessage(WrongStart wrong) {
        String message = StartFailure.message(wrong.properties());

        assertThat(message).as(wrong.name()).isEqualTo(wrong.message());
        assertThat(message).doesNotContain("\n", TestKeys.SECRET, "MII").doesNotContainPattern("[A-Za-z0-9+/]{60}");
    }

    /** Without this the table could be right for the wrong reason. */
    @Test
    void startsWithTheConfigurationThatTheTableSpoils() {
        assertThat(StartFailure.message(TestClientApps.one())).isNull();
    }

    /** As the browser's address bar, an older file or a broken start script has them; each as browsers send it. */
    @ParameterizedTest
    @CsvSource({
        "https://www.example.com, https://www.example.com",
        "https://xn--bcher-kva.example, https://xn--bcher-kva.example",
        "http://localhost:3000, http://localhost:3000",
        "https://www.example.com:80, https://www.example.com:80",
        "https://[fd00::1]:8443, https://[fd00::1]:8443",
        "http://kore_sts:7000, http://kore_sts:7000",
        "capacitor://localhost, capacitor://localhost",
        "*, *",
        "https://bücher.example, https://xn--bcher-kva.example",
        "https://BÜCHER.example:8443/chat, https://xn--bcher-kva.example:8443",
        "https://a.example:443, https://a.example",
        "https://a.example:0443, https://a.example",
        "https://a.example:08443, https://a.example:8443",
        "http://a.example:80, http://a.example",
        "HTTPS://WWW.example.com/, https://www.example.com",
        "https://www.example.com/chat?x=1#y, https://www.example.com"
    })
    void saysHowBrowsersWriteAnOrigin(String origin, String spelling) {
        Map<String, String> properties = TestClientApps.one();
        properties.put("sts.cors.allowed-origins", "https://good.example.com, " + origin);

        assertThat(StartFailure.message(properties))
                .isEqualTo(
                        origin.equals(spelling)
                                ? null
                                : "sts.cors.allowed-origins has an entry that browsers never send: write " + spelling);
    }

    @Test
    void startsWithSecretsThatAFileOrAShellEndedWithALineBreak() {
        Map<String, String> properties = TestClientApps.one();
        properties.put("sts.caller.mode", "gateway");
        properties.put("sts.caller.gateway.secret", "0123456789abcdef\r\n");
        properties.put("sts.clients.travel.client-secret", TestKeys.SECRET + "\n");

        assertThat(StartFailure.message(properties)).isNull();
        assertThat(TestRegistry.clients(properties).apps().get(0).signingKey().description())
                .isEqualTo(TestRegistry.clients(TestClientApps.one())
                        .apps()
                        .get(0)
                        .signingKey()
                        .description());
    }

    @Test
    void startsWithAKeyInEveryForm() {
        for (String pem : new String[] {
            TestKeys.pem(TestKeys.rsa()),
            TestKeys.pkcs1Pem(TestKeys.rsa()),
            TestKeys.onOneLine(TestKeys.pem(TestKeys.rsa())),
            TestKeys.onOneLine(TestKeys.pkcs1Pem(TestKeys.rsa())),
            TestKeys.pem(TestKeys.rsa()).replace("\n", "\r\n"),
            // openssl pkcs12 -nodes
            "Bag Attributes\n    friendlyName: kore\nsubject=CN = kore\n" + TestPem.certificate(TestKeys.rsa())
                    + "Bag Attributes\nKey Attributes: <No Attributes>\n" + TestKeys.pem(TestKeys.rsa()),
            TestPem.publicKey(TestKeys.rsa()) + TestKeys.pem(TestKeys.rsa()),
            TestKeys.pem(TestKeys.rsa()).replace("\n", " "),
            TestKeys.pem(TestKeys.rsa()).replace("\n", "\\r\\n"),
            '"' + TestKeys.pem(TestKeys.rsa()) + '"',
            "'" + TestKeys.onOneLine(TestKeys.pem(TestKeys.rsa())) + "'",
            Base64.getEncoder().encodeToString(TestKeys.pem(TestKeys.rsa()).getBytes(StandardCharsets.US_ASCII)),
            Base64.getMimeEncoder()
                            .encodeToString(TestKeys.pkcs1Pem(TestKeys.rsa()).getBytes(StandardCharsets.US_ASCII))
                    + "\n",
        }) {
            Map<String, String> properties = TestClientApps.open();
            TestClientApps.rs(properties, "travel", "RS512");
            properties.put("sts.clients.travel.private-key", pem);

            assertThat(StartFailure.message(properties)).isNull();
        }
    }
}
