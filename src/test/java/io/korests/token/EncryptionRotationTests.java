package io.korests.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.EncryptedToken;
import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.TestClientApps;
import io.korests.TestEncryption;
import io.korests.TestKeys;
import io.korests.TestService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kore's key changes while the service runs. */
class EncryptionRotationTests {

    private static final KeyPair NEXT = TestKeys.rsa(2048, "Kore's next");

    @Test
    void encryptsToTheNewKeyFromTheRefreshOnAndNeverToAnUnusableOne(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("kore.properties");
        write(file, TestEncryption.koresJwk());
        Map<String, String> properties = TestClientApps.one();
        properties.put("spring.config.import", "file:" + file);
        try (TestService service = TestService.alone(properties)) {
            assertThat(header(service, TestEncryption.koresKey())).contains("\"kid\":\"kore-1\"");

            write(file, TestEncryption.jwk(NEXT.getPublic(), "kore-2", "enc"));
            assertThat(refresh(service).status()).isEqualTo(200);
            assertThat(header(service, NEXT)).contains("\"kid\":\"kore-2\"");

            write(file, TestEncryption.jwk(TestKeys.ec().getPublic(), "kore-3", "enc"));
            HttpAnswer refused = refresh(service);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().get("trouble").stringValue())
                    .isEqualTo("sts.clients.travel.encryption.public-key is not an RSA key:"
                            + " RSA-OAEP and RSA1_5 encrypt to RSA keys only");
            assertThat(header(service, NEXT)).contains("\"kid\":\"kore-2\"");
        }
    }

    private static void write(Path file, String jwk) throws IOException {
        Files.writeString(file, "sts.clients.travel.encryption.public-key=" + jwk + '\n');
    }

    private static HttpAnswer refresh(TestService service) {
        return HttpCall.of("POST", "/actuator/refresh").sendTo(service.managementPort());
    }

    private static String header(TestService service, KeyPair kore) {
        String token = service.send(HttpCall.post("/api/users/sts").json("{\"identity\":\"jane\"}"))
                .jwt();
        return EncryptedToken.open(token, "RSA-OAEP", "A128CBC-HS256", kore.getPrivate())
                .header();
    }
}
