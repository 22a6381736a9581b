package io.korests.key;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.security.Jwks;
import io.korests.json.StrictJson;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads Kore's public key: a JWK (RFC 7517, RFC 7518 §6.3.1), as the Kore console shows it, or PEM. The messages of its
 * exceptions begin with the property's name. They never quote the value, which may be a private key pasted by mistake.
 */
public final class EncryptionKeyLoader {
    private static final Pattern PRIVATE_PEM = Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----");

    /** The members of private and secret JWKs (RFC 7518 §6.2.2, §6.3.2, §6.4.1; RFC 8037 §2). */
    private static final Set<String> PRIVATE_JWK = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    private static final JsonMapper JSON = new JsonMapper(StrictJson.factory(32, 16 * 1024));

    private static final String NOT_A_JWK = "is not a JWK that can be read: it must be the JSON object"
            + " {\"kty\":\"RSA\",\"kid\":…,\"n\":…,\"e\":…} as the Kore console shows it";
    private static final String DISCLOSED =
            "holds a private or secret key: paste the public key only, and treat the pasted one as disclosed";
    private static final String NOT_RSA = "is not an RSA key: RSA-OAEP and RSA1_5 encrypt to RSA keys only";

    private EncryptionKeyLoader() {}

    /**
     * @param text a JWK, or PEM on several lines or on one with {@code \n}
     * @param keyId the key id for a key without its own; it must not differ from a JWK's {@code kid}
     * @throws IllegalArgumentException if the text is not a public RSA key of at least 2048 bits for encryption, or has no key
     *     id
     */
    public static EncryptionKey load(
            String text,
            @Nullable String keyId,
            EncryptionKey.KeyEncryption algorithm,
            EncryptionKey.ContentEncryption method,
            boolean contentType) {
        JsonNode jwk = text.strip().startsWith("{") ? jwk(text.strip()) : null;
        RSAPublicKey key = requireStrong(jwk != null ? rsa(jwk) : pem(text));
        String kid = jwk != null ? keyIdOf(jwk, keyId) : keyId;
        if (kid == null) {
            throw new IllegalArgumentException("key-id is not set, and a public-key in PEM has none of its own:"
                    + " set it to the kid that the Kore console shows, or use the JWK");
        }
        return requireUsable(new EncryptionKey(key, kid, algorithm, method, contentType));
    }

    private static JsonNode jwk(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException exception) {
            throw wrong(NOT_A_JWK); // without the cause, which may quote a private key
        }
    }

    private static RSAPublicKey rsa(JsonNode jwk) {
        if (jwk.has("keys")) {
            throw wrong("is a set of JWKs: paste the one among them that is for encryption");
        }
        if (!Collections.disjoint(jwk.propertyNames(), PRIVATE_JWK)) {
            throw wrong(DISCLOSED);
        }
        if (jwk.has("kty") && !text(jwk, "kty").equals("RSA")) {
            throw wrong(NOT_RSA);
        }
        if (text(jwk, "use").equals("sig") || text(jwk, "alg").matches("(RS|PS)(256|384|512)")) {
            throw wrong(
                    "is a JWK for signatures (its use or alg says so): the one for encryption (use: enc) is needed");
        }
        if (Stream.of("kty", "n", "e").anyMatch(member -> text(jwk, member).isEmpty())) {
            throw wrong(NOT_A_JWK);
        }
        return rsa(text(jwk, "n"), text(jwk, "e"));
    }

    /** JJWT gets n and e alone: it refuses certificates and operations that have no effect here. */
    private static RSAPublicKey rsa(String n, String e) {
        try {
            // JJWT's decoder ignores characters that are not base64url, and a missing last one.
            Stream.of(n, e).forEach(Base64.getUrlDecoder()::decode);
            Map<String, String> members = Map.of("kty", "RSA", "n", n, "e", e);
            if (Jwks.builder().add(members).build().toKey() instanceof RSAPublicKey key
                    && key.getModulus().testBit(0)
                    && key.getPublicExponent().testBit(0)) {
                return key;
            }
        } catch (JwtException | IllegalArgumentException exception) {
            // The cause may quote the value.
        }
        throw wrong("is damaged: its n and e do not make an RSA key");
    }

    /** @return the empty text for a member that is missing or not a string */
    private static String text(JsonNode jwk, String member) {
        return jwk.path(member).stringValue("");
    }

    private static PublicKey pem(String text) {
        if (PRIVATE_PEM.matcher(text).find()) {
            throw wrong(DISCLOSED);
        }
        Pem pem = Pem.find(text)
                .orElseThrow(() -> wrong("is neither a JWK nor PEM: paste the JWK that the Kore console shows"));
        if (pem.isPrivateKey()) {
            throw wrong(DISCLOSED);
        }
        return switch (pem.label()) {
            case "PUBLIC KEY" -> decode(pem);
            case "RSA PUBLIC KEY" ->
                throw otherKind("an RSA PUBLIC KEY (PKCS#1)", "openssl rsa -RSAPublicKey_in -pubout");
            case "CERTIFICATE" -> throw otherKind("a CERTIFICATE", "openssl x509 -pubkey -noout");
            default -> throw wrong("is a PEM block of another kind: PUBLIC KEY is needed");
        };
    }

    private static PublicKey decode(Pem pem) {
        try {
            PublicKey key = pem.publicKey();
            if (key != null) {
                return key;
            }
        } catch (IllegalArgumentException exception) {
            throw wrong("is damaged: its PEM block is not base64");
        }
        throw wrong("is damaged: its PEM block does not decode to a public key");
    }

    private static RSAPublicKey requireStrong(PublicKey key) {
        if (!(key instanceof RSAPublicKey rsa) || !key.getAlgorithm().equals("RSA")) {
            throw wrong(NOT_RSA);
        }
        int bits = rsa.getModulus().bitLength();
        if (bits < KeyLoader.LEAST_RSA_BITS) {
            throw wrong("is an RSA key of " + bits + " bits: at least " + KeyLoader.LEAST_RSA_BITS
                    + " are needed (RFC 7518 §4.2 and §4.3)");
        }
        return rsa;
    }

    private static String keyIdOf(JsonNode jwk, @Nullable String configured) {
        String own = text(jwk, "kid").isBlank() ? configured : text(jwk, "kid");
        if (own == null) {
            throw wrong("is a JWK without kid, by which the platform finds its private key:"
                    + " use the JWK exactly as the Kore console shows it, or set key-id");
        }
        if (configured != null && !configured.equals(own)) {
            throw new IllegalArgumentException(
                    "key-id differs from the kid of the JWK in public-key: leave key-id out");
        }
        return own;
    }

    /** Encrypts once, so that a key that the Java runtime cannot use fails at the start and not at a request. */
    private static EncryptionKey requireUsable(EncryptionKey key) {
        try {
            key.encrypt("kore-sts");
            return key;
        } catch (RuntimeException exception) {
            throw wrong("is damaged: this Java runtime cannot encrypt to it");
        }
    }

    private static IllegalArgumentException otherKind(String what, String command) {
        return wrong("is a PEM block of another kind, " + what + ": PUBLIC KEY is needed, which this makes of it: "
                + command + " -in key.pem");
    }

    private static IllegalArgumentException wrong(String problem) {
        return new IllegalArgumentException("public-key " + problem);
    }
}
