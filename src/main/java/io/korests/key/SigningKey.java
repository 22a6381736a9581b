package io.korests.key;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParserBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import io.jsonwebtoken.security.SecureRequest;
import io.jsonwebtoken.security.SignatureAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs, with everything about it that is settled before a token is asked for: its algorithm, its JOSE header and
 * its fingerprint. Immutable and safe for use by many threads.
 */
public final class SigningKey {

    private final SigningAlgorithm algorithm;
    private final Key key;
    private final SecureDigestAlgorithm<Key, ?> signer;
    private final @Nullable Provider provider;
    private final KeyDescription description;
    private final byte[] encodedHeader;

    /**
     * @param key what {@code signer} signs with
     * @param signer JJWT's algorithm object, or one of our own where the key material is elsewhere
     * @param provider signs for JJWT; null for the Java runtime's choice
     */
    @SuppressWarnings("unchecked") // the caller pairs the key with an algorithm that takes it
    SigningKey(
            SigningAlgorithm algorithm,
            Key key,
            SecureDigestAlgorithm<?, ?> signer,
            @Nullable Provider provider,
            KeyDescription description) {
        this.algorithm = algorithm;
        this.key = key;
        this.signer = (SecureDigestAlgorithm<Key, ?>) signer;
        this.provider = provider;
        this.description = description;
        this.encodedHeader = encode(JoseHeader.jws(algorithm, description.keyId()));
    }

    /**
     * A key whose material is elsewhere: only {@code signer} can sign with it.
     *
     * @param description with the public half
     */
    public static SigningKey elsewhere(
            SigningAlgorithm algorithm, SignatureAlgorithm signer, KeyDescription description) {
        return new SigningKey(algorithm, new AbsentPrivateKey(), signer, null, description);
    }

    private static byte[] encode(String header) {
        return Base64.getUrlEncoder().withoutPadding().encode(header.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Signs the JWS signing input (RFC 7515 §5.1).
     *
     * @return the signature, not encoded
     * @throws SigningUnavailableException if the key is kept elsewhere and cannot be reached in time
     */
    public byte[] sign(byte[] signingInput) {
        return signer.digest(new Request(new ByteArrayInputStream(signingInput), key, provider));
    }

    /** Whether this key made the signature. */
    public boolean verifies(byte[] signingInput, byte[] signature) {
        RSAPublicKey publicKey = description.publicKey();
        if (publicKey == null) {
            return MessageDigest.isEqual(sign(signingInput), signature);
        }
        try {
            Signature verifier = Signature.getInstance(algorithm.jcaName());
            verifier.initVerify(publicKey);
            verifier.update(signingInput);
            return verifier.verify(signature);
        } catch (GeneralSecurityException exception) {
            return false;
        }
    }

    /**
     * Reads a token that this key signed.
     *
     * @param expiredFor how long ago it may have expired
     * @return its claims
     * @throws JwtException if another key or algorithm signed it, it was changed, or it expired longer ago
     */
    public Claims verify(String token, InstantSource clock, Duration expiredFor) {
        JwtParserBuilder parser = Jwts.parser()
                .sig()
                .clear()
                .add(signer)
                .and()
                .clock(() -> Date.from(clock.instant()))
                .clockSkewSeconds(expiredFor.toSeconds());
        RSAPublicKey publicKey = description.publicKey();
        if (publicKey == null) {
            parser.verifyWith((SecretKey) key);
        } else {
            parser.verifyWith(publicKey);
        }
        return parser.build().parseSignedClaims(token).getPayload();
    }

    public SigningAlgorithm algorithm() {
        return algorithm;
    }

    /** The base64url form of the JOSE header of every token this key signs; not to be changed by the caller. */
    public byte[] encodedHeader() {
        return encodedHeader;
    }

    /** What may be said about this key in public. */
    public KeyDescription description() {
        return description;
    }

    /** The public half, or null for an HMAC secret. */
    public @Nullable RSAPublicKey publicKey() {
        return description.publicKey();
    }

    /** Says which key this is and nothing of its material. */
    @Override
    public String toString() {
        return algorithm + " key " + description.fingerprint();
    }

    private record Request(
            InputStream payload, Key key, @Nullable Provider provider) implements SecureRequest<InputStream, Key> {
        @Override
        public InputStream getPayload() {
            return payload;
        }

        @Override
        public Key getKey() {
            return key;
        }

        @Override
        public @Nullable Provider getProvider() {
            return provider;
        }

        @Override
        public @Nullable SecureRandom getSecureRandom() {
            return null;
        }

        @Override
        public String toString() {
            return "signing request";
        }
    }
}
