package io.korests.key;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * HMAC (RFC 2104), by a copy for each signature of a {@link Mac} that has the key already: to find Java's implementation and give
 * it the key takes longer than the hash.
 */
final class MacSigner implements Signer {

    private final String jcaName;
    private final SecretKey key;
    private final Mac keyed;

    MacSigner(String jcaName, SecretKey key) {
        this.jcaName = jcaName;
        this.key = key;
        this.keyed = keyed();
    }

    @Override
    public byte[] sign(byte[] signingInput) {
        return copy().doFinal(signingInput);
    }

    private Mac copy() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException exception) {
            // The JDK's can be copied; some that keep keys in hardware cannot.
            return keyed();
        }
    }

    private Mac keyed() {
        try {
            Mac mac = Mac.getInstance(jcaName);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException("This Java runtime does not sign with " + jcaName, exception);
        }
    }
}
