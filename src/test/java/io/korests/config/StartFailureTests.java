package io.korests.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.TestClientApps;
import io.korests.TestKeys;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    @Test
    void startsWithAKeyInEveryForm() {
        for (String pem : new String[] {
            TestKeys.pem(TestKeys.rsa()),
            TestKeys.pkcs1Pem(TestKeys.rsa()),
            TestKeys.onOneLine(TestKeys.pem(TestKeys.rsa())),
            TestKeys.onOneLine(TestKeys.pkcs1Pem(TestKeys.rsa())),
            TestKeys.pem(TestKeys.rsa()).replace("\n", "\r\n"),
            "Bag Attributes\n    friendlyName: kore\n" + TestKeys.pem(TestKeys.rsa()),
        }) {
            Map<String, String> properties = TestClientApps.open();
            TestClientApps.rs(properties, "travel", "RS512");
            properties.put("sts.clients.travel.private-key", pem);

            assertThat(StartFailure.message(properties)).isNull();
        }
    }
}
