package io.korests.key;

import io.jsonwebtoken.security.SecureDigestAlgorithm;
import io.jsonwebtoken.security.SecureRequest;
import io.jsonwebtoken.security.VerifySecureDigestRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * HMAC with one key (RFC 2104) as a JJWT algorithm. Each signature copies an initialized {@link Mac}: look-up and
 * initialization take longer than the hash. Safe for use by many threads.
 */
final class KeyedMac implements SecureDigestAlgorithm<SecretKey, SecretKey> {
    private final SigningAlgorithm algorithm;
    private final SecretKey key;
    private final Mac keyed;

    KeyedMac(SigningAlgorithm algorithm, SecretKey key) {
        this.algorithm = algorithm;
        this.key = key;
        this.keyed = keyed(key);
    }

    @Override
    public String getId() {
        return algorithm.name();
    }

    @Override
    public byte[] digest(SecureRequest<InputStream, SecretKey> request) {
        Mac mac = request.getKey() == key ? copy() : keyed(request.getKey());
        try {
            mac.update(request.getPayload().readAllBytes());
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        return mac.doFinal();
    }

    @Override
    public boolean verify(VerifySecureDigestRequest<SecretKey> request) {
        return MessageDigest.isEqual(digest(request), request.getDigest());
    }

    private Mac copy() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException exception) {
            // The JDK's can be copied; those of some hardware providers cannot.
            return keyed(key);
        }
    }

    private Mac keyed(SecretKey secret) {
        try {
            Mac mac = Mac.getInstance(algorithm.jcaName());
            mac.init(secret);
            return mac;
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException("This Java runtime does not sign with " + algorithm.jcaName(), exception);
        }
    }
}
