package io.korests.key;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParserBuilder;
import io.jsonwebtoken.Jwts;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
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
    private final Signer signer;
    private final @Nullable SecretKey secret;
    private final KeyDescription description;
    private final byte[] encodedHeader;

    private SigningKey(
            SigningAlgorithm algorithm, Signer signer, @Nullable SecretKey secret, KeyDescription description) {
        this.algorithm = algorithm;
        this.signer = signer;
        this.secret = secret;
        this.description = description;
        this.encodedHeader = encode(JoseHeader.jws(algorithm, description.keyId()));
    }

    static SigningKey ofSecret(SigningAlgorithm algorithm, SecretKey secret, KeyDescription description) {
        return new SigningKey(algorithm, new MacSigner(algorithm.jcaName(), secret), secret, description);
    }

    /**
     * An RSA key, here or elsewhere.
     *
     * @param description with the public half
     */
    public static SigningKey ofRsa(SigningAlgorithm algorithm, Signer signer, KeyDescription description) {
        return new SigningKey(algorithm, signer, null, description);
    }

    private static byte[] encode(String header) {
        return Base64.getUrlEncoder().withoutPadding().encode(header.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link Signer#sign} does. */
    public byte[] sign(byte[] signingInput) {
        return signer.sign(signingInput);
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
                .add(algorithm.jjwt())
                .and()
                .clock(() -> Date.from(clock.instant()))
                .clockSkewSeconds(expiredFor.toSeconds());
        if (secret == null) {
            parser.verifyWith(description.publicKey());
        } else {
            parser.verifyWith(secret);
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
}
