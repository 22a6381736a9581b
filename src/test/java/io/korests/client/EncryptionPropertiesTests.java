package io.korests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.korests.ClientProperties;
import io.korests.TestClientApps;
import io.korests.TestEncryption;
import io.korests.TestKeys;
import io.korests.config.WrongConfigurationException;
import io.korests.key.EncryptionKey;
import io.korests.key.EncryptionKey.ContentEncryption;
import io.korests.key.EncryptionKey.KeyEncryption;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncryptionPropertiesTests {

    private static final String TRAVEL = "sts.clients.travel.";

    private final Map<String, String> properties = TestClientApps.one();

    @Test
    void encryptByRsaOaepAndA128CbcByDefault() {
        TestEncryption.encrypt(properties, "travel");
        EncryptionKey key = TestRegistry.clients(properties).apps().get(0).encryption();
        assertThat(key).isNotNull();
        assertThat(key.algorithm()).isEqualTo(KeyEncryption.RSA_OAEP);
        assertThat(key.method()).isEqualTo(ContentEncryption.A128CBC_HS256);
        assertThat(key.contentType()).isFalse();
        assertThat(key.keyId()).isEqualTo("kore-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "encryption.algorithm    | RSA-OAEP-256  | has no such value: set it to RSA-OAEP, RSA1_5",
                "encryption.method       | A256CBC-HS512 | has no such value: set it to A128CBC-HS256, A128GCM, A256GCM",
                "encryption.content-type | JWT           | is neither true nor false",
                "encryption.public-key   | hello         | is neither a JWK nor PEM: paste the JWK that the Kore console shows",
                "encryption.key-id       | kore-2        | differs from the kid of the JWK in public-key: leave key-id out",
            })
    void refuseWhatTheyCannotUse(String property, String value, String complaint) {
        TestEncryption.encrypt(properties, "travel");
        properties.put(TRAVEL + property, value);
        assertRefused(TRAVEL + property + ' ' + complaint);
    }

    @Test
    void needThePublicKey() {
        properties.put(TRAVEL + "encryption.algorithm", "RSA-OAEP");
        assertRefused(TRAVEL + "encryption.public-key is not set: set it to the JWK that the Kore console shows"
                + " for the app, in YAML between single quotes");
    }

    @ParameterizedTest
    @CsvSource({"private-claims", "secure-custom-data", "secureCustomData", "encryption.public-key"})
    void recogniseJsonThatYamlReadAsProperties(String property) {
        properties.put(TRAVEL + property + ".tier", "gold");
        properties.put(TRAVEL + property + ".more", "");
        assertRefused(
                TRAVEL + property.toLowerCase(Locale.ROOT) + " is JSON text: in YAML, put it between single quotes");
    }

    @Test
    void showNoKeyPastedByMistake() {
        String pem = TestKeys.pem(TestKeys.rsa());
        properties.put(TRAVEL + "encryption.public-key", pem);
        assertThatExceptionOfType(WrongConfigurationException.class)
                .isThrownBy(() -> TestRegistry.clients(properties))
                .satisfies(refused -> assertThat(refused).hasNoCause())
                .withMessage(TRAVEL + "encryption.public-key holds a private or secret key: paste the public key only,"
                        + " and treat the pasted one as disclosed");
        assertThat(new ClientProperties.Encryption(pem, null, KeyEncryption.RSA_OAEP, ContentEncryption.A128GCM, false))
                .hasToString("Encryption[RSA-OAEP, A128GCM]");
    }

    private void assertRefused(String message) {
        assertThatExceptionOfType(WrongConfigurationException.class)
                .isThrownBy(() -> TestRegistry.clients(properties))
                .withMessage(message);
    }
}
