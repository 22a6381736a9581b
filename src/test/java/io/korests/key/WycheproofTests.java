package io.korests.key;

import static io.korests.Wycheproof.count;
import static io.korests.Wycheproof.vectors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.VerifySecureDigestRequest;
import io.korests.TestKeys;
import io.korests.Wycheproof.Vector;
import io.korests.key.EncryptionKey.ContentEncryption;
import io.korests.key.EncryptionKey.KeyEncryption;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Wycheproof's vectors: signatures as those of anonymousJwt are verified, and JWKs as Kore's public key is read. */
class WycheproofTests {

    private static final int BLOCK = 64;
    private static final Pattern COMPACT = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

    /** The first two are called invalid and are, by the letter, what is valid elsewhere; the others are valid with a ? in them. */
    private static final Set<String> MISTAKEN = Set.of(
            "invalidBase64Padding",
            "invalidBase64PaddingInPayload",
            "InvalidCharacterInsertedInHeader",
            "InvalidCharacterInsertedInPayload");

    @Test
    void signaturesAreVerifiedAsTheVectorsSay() {
        Map<String, Integer> outcomes = count(
                Stream.of("json_web_signature", "json_web_crypto", "json_web_key")
                        .flatMap(file -> vectors(file)),
                WycheproofTests::verified);

        assertThat(outcomes)
                .containsExactly(
                        entry("a set of keys: a client has one", 7),
                        entry("mistaken vectors", 4),
                        entry("no JWS", 41),
                        entry("no key of ours: EC ", 2),
                        entry("no key of ours: EC ES224", 1),
                        entry("no key of ours: EC ES256", 55),
                        entry("no key of ours: EC ES521", 3),
                        entry("no key of ours: RSA ES256", 1),
                        entry("no key of ours: RSA PS256", 50),
                        entry("no key of ours: RSA PS384", 5),
                        entry("no key of ours: RSA PS512", 20),
                        entry("no key of ours: RSA RS384", 4),
                        entry("no key of ours: RSA RSA1_5", 1),
                        entry("no key of ours: oct A256GCM", 1),
                        entry("no key of ours: oct A256KW", 1),
                        entry("no key of ours: oct HS384", 2),
                        entry("refused", 276),
                        entry("rules for JWKs: a client's key is none", 4),
                        entry("short HS512 keys: Kore's secrets have 44 bytes", 1),
                        entry("taken", 25),
                        entry("weak keys: KeyLoader opens none", 6));
    }

    /** What came of it, or why it does not concern the service. */
    private static String verified(Vector vector) {
        if (vector.text("jws").isEmpty()) {
            return "no JWS";
        }
        if (vector.key().has("keys")) {
            return "a set of keys: a client has one";
        }
        if (isWeak(vector)) {
            return "weak keys: KeyLoader opens none";
        }
        SigningKey key = key(vector);
        if (key == null) {
            return "no key of ours: " + vector.ofKey("kty") + ' ' + vector.ofKey("alg");
        }
        boolean taken = isTaken(key, vector.text("jws"));
        if (vector.text("comment").equals("key_too_short")) {
            return "short HS512 keys: Kore's secrets have 44 bytes";
        }
        if (vector.text("comment").startsWith("rejectWrong")
                || vector.text("comment").contains("Roca")) {
            return "rules for JWKs: a client's key is none";
        }
        if (MISTAKEN.contains(vector.text("comment"))) {
            assertThat(taken)
                    .as(vector.toString())
                    .isEqualTo(COMPACT.matcher(vector.text("jws")).matches());
            return "mistaken vectors";
        }
        assertThat(taken).as(vector.toString()).isEqualTo(vector.isValid());
        return taken ? "taken" : "refused";
    }

    private static boolean isWeak(Vector vector) {
        return vector.ofKey("n").length() > 0 && bytes(vector, "n").length < 256
                || vector.ofKey("e").equals("AQ")
                || vector.key().has("k") && bytes(vector, "k").length < 32;
    }

    private static byte[] bytes(Vector vector, String member) {
        return Base64.getUrlDecoder().decode(vector.ofKey(member));
    }

    private static SigningKey key(Vector vector) {
        String name = vector.ofKey("alg");
        if (vector.ofKey("kty").equals("RSA") && (name.isEmpty() || name.equals("RS256") || name.equals("RS512"))) {
            SigningAlgorithm algorithm = name.equals("RS512") ? SigningAlgorithm.RS512 : SigningAlgorithm.RS256;
            SigningKey.Description description = SigningKey.Description.ofRsa("private-key", rsa(vector.key()), null);
            return SigningKey.of(algorithm, TestKeys.rsa().getPrivate(), Jwts.SIG.RS256, description);
        }
        if (name.equals("HS256") || name.equals("HS512")) {
            return secret(SigningAlgorithm.valueOf(name), bytes(vector, "k"));
        }
        return null;
    }

    /** As {@link KeyLoader#secret} makes one, which takes texts. */
    private static SigningKey secret(SigningAlgorithm algorithm, byte[] secret) {
        SecretKey key = new SecretKeySpec(Arrays.copyOf(secret, Math.max(secret.length, BLOCK)), algorithm.jcaName());
        SigningKey.Description description = SigningKey.Description.ofSecret(8 * secret.length, key, "cs-travel", null);
        return SigningKey.of(algorithm, key, new KeyedMac(algorithm, key), description);
    }

    private static RSAPublicKey rsa(JsonNode jwk) {
        try {
            BigInteger n =
                    new BigInteger(1, Base64.getUrlDecoder().decode(jwk.get("n").stringValue()));
            BigInteger e =
                    new BigInteger(1, Base64.getUrlDecoder().decode(jwk.get("e").stringValue()));
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(n, e));
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException(exception);
        }
    }

    private static boolean isTaken(SigningKey key, String jws) {
        try {
            key.verifiedBy(Jwts.parser()).build().parseSignedContent(jws);
            return true;
        } catch (JwtException | IllegalArgumentException refused) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({"hmac_sha256,HS256", "hmac_sha512,HS512"})
    void macsAreMadeAndVerifiedAsTheVectorsSay(String file, SigningAlgorithm algorithm) {
        Map<String, Integer> outcomes = count(vectors(file), vector -> mac(vector, algorithm));

        assertThat(outcomes).containsOnlyKeys("right", "wrong", "truncated: JWS has no such tags");
    }

    private static String mac(Vector vector, SigningAlgorithm algorithm) {
        if (vector.group().get("tagSize").intValue() < (algorithm == SigningAlgorithm.HS256 ? 256 : 512)) {
            return "truncated: JWS has no such tags";
        }
        SigningKey key = secret(algorithm, vector.bytes("key"));
        boolean right = verifies(algorithm, key.key(), vector.bytes("msg"), vector.bytes("tag"));
        assertThat(right).as(vector.toString()).isEqualTo(vector.isValid());
        assertThat(verifiedBy(key, vector)).as(vector.toString()).isEqualTo(vector.isValid());
        return right ? "right" : "wrong";
    }

    private static boolean verifiedBy(SigningKey key, Vector vector) {
        return new KeyedMac(key.algorithm(), (SecretKey) key.key())
                .verify(new Request<>((SecretKey) key.key(), vector.bytes("msg"), vector.bytes("tag")));
    }

    @ParameterizedTest
    @CsvSource({"rsa_signature_2048_sha256,RS256", "rsa_signature_2048_sha512,RS512"})
    void rsaSignaturesAreVerifiedAsTheVectorsSay(String file, SigningAlgorithm algorithm) {
        Map<String, Integer> outcomes = count(vectors(file), vector -> {
            boolean taken =
                    verifies(algorithm, rsa(vector.group().get("keyJwk")), vector.bytes("msg"), vector.bytes("sig"));
            assertThat(taken && vector.isInvalid() || !taken && vector.isValid())
                    .as(vector.toString())
                    .isFalse();
            return taken ? "taken" : "refused";
        });

        assertThat(outcomes.keySet()).contains("taken", "refused");
    }

    /** By JJWT's algorithm, which its parser uses. */
    @SuppressWarnings("unchecked") // the key fits the algorithm
    private static <K extends java.security.Key> boolean verifies(
            SigningAlgorithm algorithm, K key, byte[] message, byte[] signature) {
        try {
            return ((io.jsonwebtoken.security.SecureDigestAlgorithm<?, K>) algorithm.jjwt())
                    .verify(new Request<>(key, message, signature));
        } catch (JwtException | IllegalArgumentException refused) {
            return false;
        }
    }

    private record Request<K extends java.security.Key>(K key, byte[] message, byte[] signature)
            implements VerifySecureDigestRequest<K> {

        @Override
        public byte[] getDigest() {
            return signature;
        }

        @Override
        public K getKey() {
            return key;
        }

        @Override
        public InputStream getPayload() {
            return new ByteArrayInputStream(message);
        }

        @Override
        public Provider getProvider() {
            return null;
        }

        @Override
        public SecureRandom getSecureRandom() {
            return null;
        }
    }

    @Test
    void jwksAreReadAsTheVectorsSay() {
        Map<String, Integer> outcomes = count(
                Stream.of("json_web_key", "json_web_encryption", "json_web_signature")
                        .flatMap(file -> vectors(file)),
                WycheproofTests::read);

        assertThat(outcomes)
                .containsExactly(
                        entry("RSA for encryption: taken", 47),
                        entry("another key: refused", 371),
                        entry("private only: refused", 148));
    }

    private static String read(Vector vector) {
        JsonNode key = vector.group().get("private");
        assertThat(load(key)).as(vector.toString()).isEqualTo("refused");
        JsonNode publicKey = vector.group().path("public");
        if (publicKey.isMissingNode()) {
            return "private only: refused";
        }
        String outcome = load(
                publicKey.path("keys").path(0).isObject()
                        ? publicKey.get("keys").get(0)
                        : publicKey);
        boolean ours = vector.ofKey("kty").equals("RSA")
                && (vector.ofKey("use").equals("enc")
                        || vector.key().path("key_ops").toString().contains("encrypt"));
        return (ours ? "RSA for encryption: " : "another key: ") + outcome;
    }

    private static String load(JsonNode jwk) {
        try {
            EncryptionKeyLoader.load(jwk.toString(), null, KeyEncryption.RSA_OAEP, ContentEncryption.A128GCM, false);
            return "taken";
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("public-key ");
            return "refused";
        }
    }
}
