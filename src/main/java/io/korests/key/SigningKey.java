package io.korests.key;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParserBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import java.security.Key;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs, with the JJWT algorithm that it signs by. Immutable and safe for use by many threads.
 */
public final class SigningKey {

    private final SigningAlgorithm algorithm;
    private final Key key;
    private final SecureDigestAlgorithm<Key, ?> signer;
    private final KeyDescription description;

    @SuppressWarnings("unchecked") // the factories below pair each key with an algorithm that takes it
    private SigningKey(
            SigningAlgorithm algorithm,
            Key key,
            SecureDigestAlgorithm<? extends Key, ?> signer,
            KeyDescription description) {
        this.algorithm = algorithm;
        this.key = key;
        this.signer = (SecureDigestAlgorithm<Key, ?>) signer;
        this.description = description;
    }

    static SigningKey ofSecret(SigningAlgorithm algorithm, SecretKey secret, KeyDescription description) {
        return new SigningKey(algorithm, secret, new KeyedMac(algorithm, secret), description);
    }

    /** An RSA key of this process; native code signs where it loads. */
    static SigningKey ofRsa(SigningAlgorithm algorithm, PrivateKey key, KeyDescription description) {
        PrivateKey local = NativeRsa.isAvailable()
                ? Keys.builder(NativeRsa.translate(key))
                        .provider(NativeRsa.provider())
                        .build()
                : key;
        return new SigningKey(algorithm, local, algorithm.jjwt(), description);
    }

    /**
     * An RSA key that is kept elsewhere.
     *
     * @param key refers to it; only the signer understands it
     * @param description with the public half
     */
    public static SigningKey ofRemoteRsa(
            SigningAlgorithm algorithm,
            PrivateKey key,
            SecureDigestAlgorithm<PrivateKey, ?> signer,
            KeyDescription description) {
        return new SigningKey(algorithm, key, signer, description);
    }

    public SigningAlgorithm algorithm() {
        return algorithm;
    }

    /** For {@code JwtBuilder.signWith}, together with {@link #signer}. */
    public Key key() {
        return key;
    }

    /** For {@code JwtBuilder.signWith}; throws {@link SigningUnavailableException} for a key that cannot be reached. */
    public SecureDigestAlgorithm<Key, ?> signer() {
        return signer;
    }

    /** What may be said about this key in public. */
    public KeyDescription description() {
        return description;
    }

    /** The public half, or null for an HMAC secret. */
    public @Nullable RSAPublicKey publicKey() {
        return description.publicKey();
    }

    /** Has a parser accept tokens that this key signed, by JJWT's own implementation of the algorithm, and no others. */
    public JwtParserBuilder verifiedBy(JwtParserBuilder parser) {
        parser.sig().clear().add(algorithm.jjwt()).and();
        RSAPublicKey publicKey = description.publicKey();
        return publicKey == null ? parser.verifyWith((SecretKey) key) : parser.verifyWith(publicKey);
    }

    /**
     * Signs a probe and verifies the signature with JJWT's own implementation.
     *
     * @throws SigningUnavailableException if the key is kept elsewhere and cannot be reached in time
     */
    public boolean signsVerifiably() {
        try {
            String probe =
                    Jwts.builder().content("kore-sts").signWith(key, signer).compact();
            verifiedBy(Jwts.parser()).build().parseSignedContent(probe);
            return true;
        } catch (JwtException failure) {
            SigningUnavailableException.rethrow(failure);
            return false;
        }
    }

    /** Says which key this is and nothing of its material. */
    @Override
    public String toString() {
        return algorithm + " key " + description.fingerprint();
    }
}
