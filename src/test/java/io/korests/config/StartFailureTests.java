package io.korests.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.TestClientApps;
import io.korests.TestKeys;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong stops the start with one sentence that names the property and the mend, and shows no secret. */
class StartFailureTests {

    static Stream<WrongStart> all() {
        return Stream.of(WrongKeys.all(), WrongEncryption.all(), WrongClients.all(), WrongSettings.all())
                .flatMap(rows -> rows);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void isOneSentence(WrongStart wrong) {
        String sentence = StartFailure.sentence(wrong.properties());

        assertThat(sentence).as(wrong.name()).isEqualTo(wrong.sentence());
        assertThat(sentence).doesNotContain("\n", TestKeys.SECRET, "MII").doesNotContainPattern("[A-Za-z0-9+/]{60}");
    }

    /** Without this the table could be right for the wrong reason. */
    @Test
    void startsWithTheConfigurationThatTheTableSpoils() {
        assertThat(StartFailure.sentence(TestClientApps.one())).isNull();
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

            assertThat(StartFailure.sentence(properties)).isNull();
        }
    }
}
