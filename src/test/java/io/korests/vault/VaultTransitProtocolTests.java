package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.vault.VaultException;
import org.springframework.vault.core.VaultTemplate;
import org.springframework.vault.support.Plaintext;
import org.springframework.vault.support.VaultSignRequest;
import org.springframework.vault.support.VaultTransitKey;

/** Transit as spring-vault sees it; against the fake, and against a real Vault on demand. */
class VaultTransitProtocolTests {

    private static final byte[] INPUT = "header.payload".getBytes(StandardCharsets.UTF_8);
    private static final String KEY = "kore-" + UUID.randomUUID().toString().substring(0, 8);
    private static final VaultUnderTest VAULT = VaultUnderTest.start();
    private static final VaultOperator OPERATOR = VAULT.operator();
    private static final VaultTemplate CLIENT = OPERATOR.template();

    @BeforeAll
    static void makeKey() {
        OPERATOR.createTransitKey(KEY, "rsa-2048");
    }

    @AfterAll
    static void stop() {
        VAULT.close();
    }

    @ParameterizedTest
    @CsvSource({"sha2-256, SHA256withRSA", "sha2-384, SHA384withRSA", "sha2-512, SHA512withRSA"})
    void aPkcs1SignatureVerifiesWithThePublicKey(String hash, String algorithm) throws GeneralSecurityException {
        String signature = sign(KEY + "/" + hash, Map.of("input", base64(INPUT), "signature_algorithm", "pkcs1v15"));

        assertThat(verifies(algorithm, null, publicKey(KEY, 1), signature)).isTrue();
    }

    @Test
    void aDigestIsSignedAsItIs() throws GeneralSecurityException {
        String digest = base64(MessageDigest.getInstance("SHA-256").digest(INPUT));
        String signature = sign(KEY, Map.of("input", digest, "prehashed", true, "signature_algorithm", "pkcs1v15"));

        assertThat(verifies("SHA256withRSA", null, publicKey(KEY, 1), signature))
                .isTrue();
    }

    @Test
    void aSignatureIsPssUnlessAskedOtherwise() throws GeneralSecurityException {
        String signature = CLIENT.opsForTransit()
                .sign(
                        KEY,
                        VaultSignRequest.builder()
                                .plaintext(Plaintext.of(INPUT))
                                .hashAlgorithm("sha2-256")
                                .build())
                .getSignature();

        AlgorithmParameterSpec pss = new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 222, 1);
        assertThat(verifies("RSASSA-PSS", pss, publicKey(KEY, 1), signature)).isTrue();
    }

    @Test
    void aRotatedKeySignsAnewAndStillShowsTheOldPublicKey() throws GeneralSecurityException {
        String rotated = KEY + "-rotated";
        OPERATOR.createTransitKey(rotated, "rsa-2048");
        String before = sign(rotated, Map.of("input", base64(INPUT), "signature_algorithm", "pkcs1v15"));
        OPERATOR.rotateTransitKey(rotated);
        String after = sign(rotated, Map.of("input", base64(INPUT), "signature_algorithm", "pkcs1v15"));

        assertThat(before).startsWith("vault:v1:");
        assertThat(after).startsWith("vault:v2:");
        assertThat(verifies("SHA256withRSA", null, publicKey(rotated, 1), before))
                .isTrue();
        assertThat(verifies("SHA256withRSA", null, publicKey(rotated, 2), after))
                .isTrue();
        assertThat(verifies("SHA256withRSA", null, publicKey(rotated, 1), after))
                .isFalse();
        assertThat(key(rotated).getLatestVersion()).isEqualTo(2);
    }

    @Test
    void versionsBelowTheMinimumAreHidden() {
        String hidden = KEY + "-hidden";
        OPERATOR.createTransitKey(hidden, "rsa-2048");
        OPERATOR.rotateTransitKey(hidden);
        CLIENT.write("transit/keys/" + hidden + "/config", Map.of("min_decryption_version", 2));

        assertThat(key(hidden).getKeys()).containsOnlyKeys("2");
        assertThat(key(hidden).getMinDecryptionVersion()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"rsa-3072, true", "rsa-4096, true", "ed25519, true", "ecdsa-p256, true", "aes256-gcm96, false"})
    void aKeySaysWhatItIs(String type, boolean signs) {
        OPERATOR.createTransitKey(KEY + "-" + type, type);

        assertThat(key(KEY + "-" + type).getType()).isEqualTo(type);
        assertThat(key(KEY + "-" + type).supportsSigning()).isEqualTo(signs);
    }

    @Test
    void aKeyThatCannotSignSaysSo() {
        OPERATOR.createTransitKey(KEY + "-aes", "aes256-gcm96");

        assertThatThrownBy(() -> sign(KEY + "-aes", Map.of("input", base64(INPUT))))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("400")
                .hasMessageContaining("does not support signing");
    }

    @Test
    void anUnknownKeyIsNotThereToReadAndAnErrorToSignWith() {
        assertThat(CLIENT.opsForTransit().getKey(KEY + "-unknown")).isNull();
        assertThatThrownBy(() -> sign(KEY + "-unknown", Map.of("input", base64(INPUT))))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("400")
                .hasMessageContaining("signing key not found");
    }

    private static VaultTransitKey key(String name) {
        return CLIENT.opsForTransit().getKey(name);
    }

    private static String sign(String path, Map<String, ?> request) {
        return (String)
                CLIENT.write("transit/sign/" + path, request).getRequiredData().get("signature");
    }

    private static PublicKey publicKey(String name, int version) throws GeneralSecurityException {
        String pem = (String) ((Map<?, ?>) key(name).getKeys().get("" + version)).get("public_key");
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
    }

    private static boolean verifies(
            String algorithm, @Nullable AlgorithmParameterSpec parameters, PublicKey key, String signature)
            throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(algorithm);
        if (parameters != null) {
            verifier.setParameter(parameters);
        }
        verifier.initVerify(key);
        verifier.update(INPUT);
        return verifier.verify(Base64.getDecoder().decode(signature.replaceFirst("vault:v\\d+:", "")));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
