package io.korests.key;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import org.jspecify.annotations.Nullable;

/**
 * RSASSA-PKCS1-v1_5 (RFC 8017 §8.2.1).
 *
 * @param provider signs; null for the Java runtime's choice
 */
record RsaSigner(String jcaName, PrivateKey key, @Nullable Provider provider) implements Signer {

    @Override
    public byte[] sign(byte[] signingInput) {
        try {
            Signature signature =
                    provider == null ? Signature.getInstance(jcaName) : Signature.getInstance(jcaName, provider);
            signature.initSign(key);
            signature.update(signingInput);
            return signature.sign();
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException("This Java runtime does not sign with " + jcaName, exception);
        }
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return jcaName + " signer";
    }
}
