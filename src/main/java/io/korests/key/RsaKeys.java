package io.korests.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;

/** What an RSA private key says about its public half. */
final class RsaKeys {

    private RsaKeys() {}

    static RSAPublicKey publicHalf(RSAPrivateCrtKey key) {
        try {
            RSAPublicKeySpec spec = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
        } catch (GeneralSecurityException exception) {
            throw new IllegalArgumentException("private-key is damaged: its numbers do not make an RSA key");
        }
    }

    /** Signs and verifies once: a damaged key would otherwise sign tokens that nobody accepts. */
    static void requirePair(RSAPrivateCrtKey key, RSAPublicKey publicKey) {
        byte[] probe = "kore-sts".getBytes(StandardCharsets.UTF_8);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(probe);
            if (signature.verify(signed)) {
                return;
            }
        } catch (GeneralSecurityException exception) {
            // Said below: a key that cannot sign is as damaged as one that signs wrongly.
        }
        throw new IllegalArgumentException("private-key is damaged: what it signs does not verify");
    }
}
