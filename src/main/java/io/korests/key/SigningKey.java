package io.korests.key;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParserBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.io.DecodingException;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs, with its JJWT algorithm. Immutable, safe for use by many threads.
 *
 * @param key for {@code JwtBuilder.signWith}, together with the signer
 * @param signer throws {@link SigningUnavailableException} for a remote key that cannot be reached
 * @param description the public facts about this key
 */
public record SigningKey(
        SigningAlgorithm algorithm, Key key, SecureDigestAlgorithm<Key, ?> signer, Description description) {
    /** @param key for an RSA key that another service keeps, a reference that only the signer understands */
    @SuppressWarnings("unchecked") // the signer takes this key, and gets no other
    public static <K extends Key> SigningKey of(
            SigningAlgorithm algorithm, K key, SecureDigestAlgorithm<? super K, ?> signer, Description description) {
        return new SigningKey(algorithm, key, (SecureDigestAlgorithm<Key, ?>) signer, description);
    }

    /** The public half, or null for an HMAC secret. */
    public @Nullable RSAPublicKey publicKey() {
        return description.publicKey();
    }

    /** Makes a parser accept tokens signed with this key and its algorithm, and no others. Verification is JJWT's own. */
    public JwtParserBuilder verifiedBy(JwtParserBuilder parser) {
        parser.sig().clear().add(algorithm.jjwt()).and().b64Url(SigningKey::decoded);
        RSAPublicKey publicKey = publicKey();
        return publicKey == null ? parser.verifyWith((SecretKey) key) : parser.verifyWith(publicKey);
    }

    /** JJWT's own decoder ignores characters and bits that do not belong there: one token would have many spellings. */
    private static InputStream decoded(InputStream base64Url) {
        try {
            byte[] text = base64Url.readAllBytes();
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (Arrays.equals(Base64.getUrlEncoder().withoutPadding().encode(bytes), text)) {
                return new ByteArrayInputStream(bytes);
            }
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        throw new DecodingException("The token is not in canonical base64url (RFC 4648 §3.5)");
    }

    /** Signs a probe and verifies its signature with JJWT's own implementation. */
    public boolean signsVerifiably() {
        try {
            String probe =
                    Jwts.builder().content("kore-sts").signWith(key, signer).compact();
            verifiedBy(Jwts.parser()).build().parseSignedContent(probe);
            return true;
        } catch (JwtException failure) {
            return false;
        }
    }

    /** Identifies the key without its material. */
    @Override
    public String toString() {
        return algorithm + " key " + description.fingerprint();
    }

    /**
     * The public facts about a signing key. None of them helps to sign or to guess the key.
     *
     * @param source the property it came from: {@code client-secret}, {@code private-key} or {@code transit}
     * @param bits the size of the RSA modulus, or of the secret's text
     * @param fingerprint distinguishes keys
     * @param keyId the {@code kid} of its tokens, or null for none
     * @param publicKey the public half, or null for an HMAC secret
     */
    public record Description(
            String source,
            int bits,
            String fingerprint,
            @Nullable String keyId,
            @Nullable RSAPublicKey publicKey) {
        /** The fingerprint of an RSA key is its JWK thumbprint (RFC 7638) with SHA-256. */
        public static Description ofRsa(String source, RSAPublicKey publicKey, @Nullable String keyId) {
            int bits = publicKey.getModulus().bitLength();
            String thumbprint =
                    Jwks.builder().key(publicKey).build().thumbprint().toString();
            return new Description(source, bits, thumbprint, keyId, publicKey);
        }

        /**
         * The fingerprint of a secret is the first 32 bits of an HMAC under it, and tells less than any signed token.
         *
         * @param clientId gives equal secrets of two clients different fingerprints
         */
        static Description ofSecret(int bits, SecretKey secret, String clientId, @Nullable String keyId) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(secret);
                byte[] hash = mac.doFinal(("kore-sts fingerprint " + clientId).getBytes(StandardCharsets.UTF_8));
                return new Description("client-secret", bits, HexFormat.of().formatHex(hash, 0, 4), keyId, null);
            } catch (GeneralSecurityException exception) {
                throw new IllegalStateException("This Java runtime has no HmacSHA256", exception);
            }
        }
    }
}
