package io.korests.key;

/** Signs with one key, wherever that is. Safe for use by many threads. */
@FunctionalInterface
public interface Signer {

    /**
     * Signs the JWS signing input (RFC 7515 §5.1).
     *
     * @return the signature, not encoded
     * @throws SigningUnavailableException if the key is kept elsewhere and cannot be reached in time
     */
    byte[] sign(byte[] signingInput);
}
