package io.korests.jwks;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.EncryptedToken;
import io.korests.HttpAnswer;
import io.korests.HttpCall;
import io.korests.TestClientApps;
import io.korests.TestEncryption;
import io.korests.TestKeys;
import io.korests.TestPem;
import io.korests.TestService;
import io.korests.vault.TestVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.VerificationJwkSelector;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a verifier of tokens sees while a key is rotated in the running service. */
class PublishedKeysRotationTests {

    private static final KeyPair OLD = TestKeys.rsa(2048, "old");
    private static final KeyPair NEW = TestKeys.rsa(2048, "new");

    @Test
    void letTokensOfBothKeysBeVerified(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("key.properties");
        write(file, "travel-1", OLD);
        Map<String, String> properties = travel();
        properties.put("spring.config.import", "file:" + file);
        try (TestService service = TestService.alone(properties)) {
            String early = token(service);
            HttpAnswer before = jwks(service);
            assertThat(verifier(before, early)).isEqualTo(OLD.getPublic());

            write(file, "travel-2", NEW);
            refresh(service);

            String late = token(service);
            HttpAnswer after = jwks(service);
            assertThat(after.header("etag")).isNotEqualTo(before.header("etag"));
            assertThat(verifier(after, late)).isEqualTo(NEW.getPublic());
            assertThat(verifier(after, early)).isEqualTo(OLD.getPublic());
            assertThat(verifier(before, late)).isNull();
            assertThat(service.send(HttpCall.of("GET", "/.well-known/travel.pem"))
                            .text())
                    .isEqualTo(TestPem.publicKey(NEW));
        }
    }

    @Test
    void followAKeyThatStaysInVault() throws Exception {
        try (TestVault vault = TestVault.start()) {
            vault.operator().createTransitKey("kore-travel", "rsa-2048");
            Map<String, String> properties = travel();
            properties.put("spring.cloud.vault.uri", vault.uri());
            properties.put("spring.cloud.vault.token", vault.rootToken());
            properties.put("sts.clients.travel.transit.key", "kore-travel");
            TestEncryption.encrypt(properties, "travel");
            try (TestService service = TestService.alone(properties)) {
                String early = decrypted(token(service));
                HttpAnswer before = jwks(service);
                assertThat(kids(before)).hasSize(1);
                assertThat(verifier(before, early)).isNotNull();

                vault.operator().rotateTransitKey("kore-travel");
                refresh(service);

                String late = decrypted(token(service));
                HttpAnswer after = jwks(service);
                assertThat(kids(after)).hasSize(2).endsWith(kids(before));
                assertThat(verifier(after, early)).isEqualTo(verifier(before, early));
                assertThat(verifier(after, late)).isNotEqualTo(verifier(after, early));
            }
        }
    }

    private static Map<String, String> travel() {
        Map<String, String> properties = TestClientApps.open();
        properties.put("sts.clients.travel.client-id", "cs-travel");
        properties.put("sts.clients.travel.algorithm", "RS256");
        return properties;
    }

    private static void write(Path file, String keyId, KeyPair pair) throws IOException {
        String pem = TestKeys.onOneLine(TestKeys.pem(pair)).replace("\\", "\\\\");
        Files.writeString(
                file, "sts.clients.travel.key-id=" + keyId + "\nsts.clients.travel.private-key=" + pem + '\n');
    }

    private static void refresh(TestService service) {
        HttpAnswer answer = HttpCall.of("POST", "/actuator/refresh").sendTo(service.managementPort());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    }

    private static String token(TestService service) {
        return service.send(HttpCall.post("/api/users/sts").json("{\"identity\":\"jane\"}"))
                .jwt();
    }

    private static String decrypted(String token) {
        return EncryptedToken.open(
                        token,
                        "RSA-OAEP",
                        "A128CBC-HS256",
                        TestEncryption.koresKey().getPrivate())
                .content();
    }

    private static HttpAnswer jwks(TestService service) {
        return service.send(HttpCall.of("GET", "/.well-known/jwks.json"));
    }

    private static String[] kids(HttpAnswer set) throws JoseException {
        return new JsonWebKeySet(set.text())
                .getJsonWebKeys().stream().map(JsonWebKey::getKeyId).toArray(String[]::new);
    }

    /** The key of the set that verifies the token, among those that jose4j finds fitting; null if there is none. */
    private static @Nullable Key verifier(HttpAnswer set, String jwt) throws JoseException {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setCompactSerialization(jwt);
        JsonWebKeySet keys = new JsonWebKeySet(set.text());
        for (JsonWebKey jwk : new VerificationJwkSelector().selectList(jws, keys.getJsonWebKeys())) {
            jws.setKey(jwk.getKey());
            if (jws.verifySignature()) {
                return jwk.getKey();
            }
        }
        return null;
    }
}
