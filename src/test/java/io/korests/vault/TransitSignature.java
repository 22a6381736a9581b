package io.korests.vault;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import javax.crypto.Cipher;
import tools.jackson.databind.JsonNode;

/**
 * One signature as a request asks for it.
 *
 * @param options the request's body: {@code signature_algorithm}, {@code pss} unless it says {@code pkcs1v15}, and
 *     {@code prehashed}
 * @see <a href="https://developer.hashicorp.com/vault/api-docs/secret/transit#sign-data">Sign data</a>
 */
record TransitSignature(TransitKeyType type, TransitHash hash, JsonNode options) {

    byte[] sign(PrivateKey key, byte[] input) throws GeneralSecurityException {
        if (type == TransitKeyType.ED25519) {
            return sign(Signature.getInstance("Ed25519"), key, input);
        }
        boolean prehashed = options.path("prehashed").asBoolean(false);
        if (!type.isRsa()) {
            String algorithm = prehashed ? "NONEwithECDSA" : hash.digest().replace("-", "") + "withECDSA";
            return sign(Signature.getInstance(algorithm), key, input);
        }
        if (options.path("signature_algorithm").asString("").equals("pkcs1v15")) {
            return pkcs1(
                    key,
                    prehashed ? input : MessageDigest.getInstance(hash.digest()).digest(input));
        }
        if (prehashed) {
            throw new GeneralSecurityException("the fake does not sign prehashed input with PSS");
        }
        return pss(key, input);
    }

    private byte[] pkcs1(PrivateKey key, byte[] hashed) throws GeneralSecurityException {
        if (hashed.length != hash.length()) {
            throw new GeneralSecurityException("crypto/rsa: input must be hashed message");
        }
        Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(Cipher.ENCRYPT_MODE, key);
        return cipher.doFinal(hash.withPrefix(hashed));
    }

    /** With the longest salt that fits, as Vault does unless told otherwise. */
    private byte[] pss(PrivateKey key, byte[] input) throws GeneralSecurityException {
        int room = (((RSAKey) key).getModulus().bitLength() + 6) / 8;
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec(
                hash.digest(), "MGF1", new MGF1ParameterSpec(hash.digest()), room - hash.length() - 2, 1));
        return sign(signature, key, input);
    }

    private static byte[] sign(Signature signature, PrivateKey key, byte[] input) throws GeneralSecurityException {
        signature.initSign(key);
        signature.update(input);
        return signature.sign();
    }
}
